import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Values } from '#shared/domain/sync/op.ts';
import { call, edit, fieldsOf, journals } from '#kit/desk-work.ts';
import { Branch } from '#kit/service/branch.ts';

let branch: Branch;
beforeEach(async () => {
  branch = await Branch.open();
});
afterEach(() => branch.dispose());

const current = { phase: 'current', pending: 0 };

const TOO_LONG = '长'.repeat(1_200_001);

describe('a field that the service has no value of, told as none since an edit of it was put aside', () => {
  test('of a customer is as at the beginning', async () => {
    const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
    const caseId = await call(ann);
    await branch.settle();
    const { id } = ann.database.prepare<[], { id: string }>('SELECT id FROM customer').get()!;
    for (const body of [{ surname: TOO_LONG }, { title: TOO_LONG }, { surnameDeclined: TOO_LONG }])
      journals(ann, { entity: 'customer', id, kind: 'update', body });
    await branch.settle();
    for (const desk of [ann, bo]) {
      expect(desk.state().sync).toMatchObject(current);
      const { customer } = await desk.do('case.get', { caseId });
      expect(customer).toMatchObject({ surname: '', surnameDeclined: false, title: '' });
    }
    expect(ann.state().sync.quarantined).toBe(3);
  });

  test('of a case is not there', async () => {
    const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
    const caseId = await call(ann);
    await edit(ann, caseId, 'facts', '有的');
    journals(ann, { entity: 'case', id: caseId, kind: 'update', body: { 'fields.wish': TOO_LONG } });
    await branch.settle();
    for (const desk of [ann, bo]) {
      expect(desk.state().sync).toMatchObject(current);
      expect(await fieldsOf(desk, caseId)).toEqual({ facts: '有的' });
    }
  });
});

describe('a value that a newer service let in and this program has no place for', () => {
  test.each<readonly [string, Values]>([
    ['a status', { status: 'archived' }],
    ['no owner', { owner: null }],
    ['a text that is more', { owner: { id: 'p1', name: '周宁' } }],
    ['a field of the pack that is more than text', { 'fields.facts': ['耳机'] }],
  ])('%s, of a case: it waits, and what comes behind it is shown', async (_, values) => {
    const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
    const caseId = await call(ann);
    await edit(ann, caseId, 'facts', '以前');
    await branch.settle();
    const before = await bo.do('case.get', { caseId });
    await branch.central.writes('case', caseId, values);
    await branch.settle();
    for (const desk of [ann, bo]) {
      expect(desk.state().sync).toMatchObject(current);
      expect(await desk.do('case.get', { caseId })).toMatchObject({ status: before.status, owner: before.owner });
      expect(await fieldsOf(desk, caseId)).toEqual({ facts: '以前' });
    }
    await edit(ann, caseId, 'model', '后来');
    await branch.settle();
    expect(await fieldsOf(bo, caseId)).toEqual({ facts: '以前', model: '后来' });
    // Whoever writes the field has not seen what waits: it is a conflict, and nothing is lost.
    if (values['fields.facts'] === undefined) return;
    await edit(bo, caseId, 'facts', '没有看到');
    await branch.settle();
    expect(bo.state().sync).toMatchObject({ ...current, conflicts: 1 });
  });

  test('something that happened in a contact: the rest of it is shown', async () => {
    const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
    const caseId = await call(ann);
    await branch.settle();
    const contactId = ann.contact().id;
    const event = { type: 'hologram-shown', colour: 'blue' };
    await branch.central.writes('contact-event', 'newer-event', {
      of: contactId,
      seq: 90,
      at: branch.clock.wall(),
      event,
    });
    await edit(ann, caseId, 'facts', '后来');
    await branch.settle();
    expect(await fieldsOf(bo, caseId)).toEqual({ facts: '后来' });
    for (const desk of [ann, bo]) {
      expect(desk.state().sync).toMatchObject(current);
      const { items } = await desk.do('case.timeline', { caseId, before: null, limit: 50 });
      expect(items.length).toBeGreaterThan(1);
      desk.restart();
    }
    expect(ann.contact().id).toBe(contactId);
  });

  test('who took a callback, and a row without what it must have', async () => {
    const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
    await call(ann);
    await ann.do('callback.promise', { contactId: ann.contact().id, due: { preset: '2' }, reason: '等仓库' });
    await branch.settle();
    const id = ann.database.prepare<[], string>('SELECT id FROM callback').pluck().get()!;
    await branch.central.writes('callback', id, { takenBy: ['somebody', 'and another'] });
    await branch.central.writes('customer', 'half', { surname: '半' });
    await branch.settle();
    for (const desk of [ann, bo]) {
      expect(desk.state().sync).toMatchObject(current);
      const { items } = await desk.do('callback.list', { status: 'all', before: null, limit: 50 });
      expect(items).toMatchObject([{ id, takenBy: null }]);
    }
  });
});

test('two things of one number that two pasts of a disk did are both on every desk', async () => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await branch.settle();
  const of = ann.contact().id;
  const event = { type: 'silence-started' };
  for (const id of ['one', 'other']) {
    await branch.central.writes('contact-event', id, { of, seq: 91, at: branch.clock.wall(), event });
  }
  await edit(ann, caseId, 'facts', '后来');
  await branch.settle();
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '后来' });
  for (const desk of [ann, bo]) {
    expect(desk.state().sync).toMatchObject(current);
    const { items } = await desk.do('case.timeline', { caseId, before: null, limit: 50 });
    expect(items.filter(({ seq }) => seq === 91)).toHaveLength(2);
  }
});
