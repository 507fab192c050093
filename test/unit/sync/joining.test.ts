import { expect } from 'vitest';
import { entities } from '#shared/domain/sync/entities.ts';
import { RowAccess } from '#core/sync/row-access.ts';
import { SyncTables } from '#core/sync/sync-tables.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';
import { walkAt } from '../../contract/walk.ts';

test('what one desk records, the other has; with its customer, its contact and its history', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'customer.surname', '欧阳');
  await edit(ann, caseId, 'facts', '耳机左边没有声音');
  await branch.settle();
  const there = await bo.do('case.get', { caseId });
  expect(there).toMatchObject({ owner: '周宁', fields: { facts: '耳机左边没有声音' }, customer: { surname: '欧阳' } });
  const timeline = await bo.do('case.timeline', { caseId, before: null, limit: 50 });
  expect(timeline.items.map(({ kind, by }) => [kind, by])).toEqual([
    ['edit', '周宁'],
    ['edit', '周宁'],
    ['event', '周宁'],
    ['event', '周宁'],
  ]);
  // Another desk's call is on no line here.
  expect(bo.state().contacts).toEqual([]);
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0, conflicts: 0, quarantined: 0 });
});

test('a desk that worked alone for days brings all of it when it joins', async ({ branch }) => {
  const ann = await branch.desk('周宁');
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '离线三天');
  const bo = await branch.joined('林珊');
  await branch.join(ann);
  await branch.settle();
  expect(ann.state().sync).toMatchObject({ pending: 0, quarantined: 0 });
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '离线三天' });
});

test('nothing that a desk does is kept aside: all of it fits what is declared', async ({ branch }) => {
  const desk = branch.bareDesk();
  await walkAt(desk.client);
  await branch.join(desk);
  await branch.settle();
  expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
  const fields = new Map([...entities.values()].map(({ name, fields: all }) => [name, new Set(Object.keys(all))]));
  const other = await branch.joined('林珊');
  await branch.settle();
  for (const { entity, id } of new SyncTables(desk.database).versionsAfter('branch:1', 0)) {
    const access = new RowAccess(desk.database, entities, 0);
    const there = new RowAccess(other.database, entities, 0);
    expect(there.read({ entity, id }), `${entity} ${id}`).toEqual(access.read({ entity, id }));
    fields.delete(entity);
  }
  // What is left was not made by anybody here.
  expect([...fields.keys()]).toEqual(['pack', 'conflict']);
});

test.for([
  ['', false],
  [', also after the clock was set', true],
] as const)(
  'a promise that runs already goes on as it was when its desk joins: nobody is reminded twice%s',
  async ([, isSet], { branch }) => {
    const ann = await branch.desk('周宁');
    await call(ann);
    const contactId = ann.contact().id;
    await ann.do('callback.promise', { contactId, due: { preset: '2' }, reason: '等仓库' });
    const runs = () => ann.state().countdowns.filter(({ kind }) => kind === 'callback');
    branch.clock.pass(2 * 3_600_000 + 1);
    if (isSet) branch.clock.set(3_600_000);
    branch.clock.pass(60_000);
    const [before, told] = [runs(), ann.host.notifications.length];
    expect(before).toMatchObject([{ phase: 'due' }]);
    await branch.join(ann);
    await branch.settle();
    expect([runs(), ann.host.notifications.length]).toEqual([before, told]);
  },
);
