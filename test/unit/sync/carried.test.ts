import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadEnrolled } from '#core/sync/status.ts';
import { Stick } from '#kit/carry.ts';
import { value, type TestDesk } from '#kit/desk.ts';
import { call, conflictsOf, edit, fieldsOf } from '#kit/desk-work.ts';
import { Branch } from '#kit/service/branch.ts';

const DAY = 86_400_000;

let branch: Branch;
let stick: Stick;
beforeEach(async () => {
  branch = await Branch.open();
  stick = new Stick();
});
afterEach(async () => {
  stick.remove();
  await branch.dispose();
});

const answer = async (file: Uint8Array): Promise<Uint8Array> => value(await branch.central.exchangeFile(file)).answer;
const parcelOf = (desk: TestDesk) => desk.state().sync.parcel;

/** How far a desk has each stream, and the digest of what it has stored of it. */
const cursorsOf = (desk: TestDesk) => loadEnrolled(desk.database)!.status.cursors;

/** One way there and back. */
async function carry(desk: TestDesk): Promise<void> {
  expect(await stick.take(desk, await answer(await stick.write(desk)))).toBeNull();
}

/** A desk that was joined by a link, and has none any more. */
async function cutOff(agentName: string): Promise<TestDesk> {
  const desk = await branch.joined(agentName);
  await branch.settle();
  branch.cut(desk);
  return desk;
}

test('a desk without a link and its service exchange by files, and other desks see it', async () => {
  const [ann, bo] = [await cutOff('周宁'), await branch.joined('林珊')];
  const shared = await call(bo, '13900005678');
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '断网时写的');
  await edit(bo, shared, 'facts', '有网的同事写的');
  await branch.settle();
  expect((await ann.do('case.list', { range: 'all', before: null, limit: 5 })).items).toHaveLength(1);

  const file = await stick.write(ann);
  expect(parcelOf(ann)).toMatchObject({ ready: true, written: { changes: ann.state().sync.pending }, taken: null });
  const answered = await answer(file);
  await edit(ann, caseId, 'demand', '文件写好以后写的');
  const later = ann.state().sync.pending - parcelOf(ann).written!.changes;
  expect(await stick.take(ann, answered)).toBeNull();
  expect(await fieldsOf(ann, shared)).toEqual({ facts: '有网的同事写的' });
  expect(ann.state().sync).toMatchObject({
    phase: 'offline',
    pending: later,
    parcel: { written: null, taken: { due: null } },
  });
  expect(parcelOf(ann).taken!.confirmed).toBeGreaterThan(3);
  expect(parcelOf(ann).taken!.arrived).toBeGreaterThan(3);
  await carry(ann);
  expect(ann.state().sync.pending).toBe(0);
  await branch.settle();
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '断网时写的', demand: '文件写好以后写的' });
  expect(cursorsOf(ann)).toEqual(cursorsOf(bo));
});

test('a file that was under way for days does not make its edits younger than they are', async () => {
  const [ann, bo] = [await cutOff('周宁'), await branch.joined('林珊')];
  branch.cut(ann, false);
  const caseId = await call(bo);
  await branch.settle();
  branch.cut(ann);
  await edit(ann, caseId, 'facts', '星期一写的');
  const file = await stick.write(ann);
  branch.clock.sleep(DAY);
  await edit(bo, caseId, 'facts', '星期二写的');
  await branch.settle();
  branch.clock.sleep(2 * DAY);
  expect(await stick.take(ann, await answer(file))).toBeNull();
  await branch.settle();
  for (const desk of [ann, bo]) {
    expect(await fieldsOf(desk, caseId)).toEqual({ facts: '星期二写的' });
    expect(await conflictsOf(desk)).toMatchObject([{ lost: { value: '星期一写的' } }]);
  }
});

test('nothing to tell and nothing new is an exchange like any other', async () => {
  const ann = await cutOff('周宁');
  await carry(ann);
  expect(parcelOf(ann)).toMatchObject({ refused: null, taken: { confirmed: 0, arrived: 0, due: null } });
});

test('what was written and taken in is known after a restart too', async () => {
  const ann = await cutOff('周宁');
  const caseId = await call(ann);
  await carry(ann);
  await edit(ann, caseId, 'facts', '之后写的');
  const file = await stick.write(ann);
  const before = parcelOf(ann);
  expect(before).toMatchObject({ written: { changes: ann.state().sync.pending }, taken: { due: null } });
  ann.restart();
  expect(parcelOf(ann)).toEqual(before);
  expect(await stick.take(ann, await answer(file))).toBeNull();
  expect(ann.state().sync.pending).toBe(0);
});

test('more than one request may hold goes in one file; its answer, cut off in the middle, is gone on with', async () => {
  const [ann, bo] = [await cutOff('周宁'), await cutOff('林珊')];
  const caseId = await call(ann);
  const text = (time: number): string => `${'长'.repeat(400_000)}，第 ${String(time)} 次`;
  for (let time = 1; time <= 4; time += 1) await edit(ann, caseId, 'facts', text(time));
  const { pending } = ann.state().sync;
  const answered = await answer(await stick.write(ann));
  // The disk takes the first parts and no more.
  const most = ann.workstation.parts.store.journal.lastSeq() - 3;
  ann.database.exec(
    `CREATE TRIGGER full BEFORE UPDATE ON sync_status
     WHEN json_extract(new.status, '$.status.acknowledged') > ${String(most)}
     BEGIN SELECT raise(ABORT, 'full'); END`,
  );
  expect(await stick.take(ann, answered)).toMatchObject({ code: 'parcel-refused', facts: { reason: 'disk-refused' } });
  expect(ann.state().sync.pending).toBeLessThan(pending);
  expect(ann.state().sync.pending).toBeGreaterThan(0);
  ann.database.exec('DROP TRIGGER full');
  expect(await stick.take(ann, answered)).toBeNull();
  expect(ann.state().sync).toMatchObject({ pending: 0, parcel: { refused: null, taken: { due: null } } });
  await carry(bo);
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: text(4) });
  expect(cursorsOf(bo)).toEqual(cursorsOf(ann));
});

describe('the service was restored from a backup', () => {
  test('by two files it gets back what the desk still has', async () => {
    const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
    await branch.settle();
    const yesterday = await branch.central.backup();
    const caseId = await call(bo);
    await edit(bo, caseId, 'facts', '备份以后');
    await branch.settle();
    branch.cut(ann);
    branch.lose(bo);
    await branch.central.restore(yesterday);
    await edit(ann, caseId, 'demand', '没有网络时写的');
    await carry(ann);
    expect(parcelOf(ann).taken).toMatchObject({ due: 'restored' });
    await carry(ann);
    expect(parcelOf(ann).taken).toMatchObject({ due: null });
    expect(ann.state().sync.pending).toBe(0);
    const cy = await branch.joined('高远');
    await branch.settle();
    expect(await fieldsOf(cy, caseId)).toEqual({ facts: '备份以后', demand: '没有网络时写的' });
    expect(cursorsOf(cy)).toEqual(cursorsOf(ann));
  });

  test('one that is older than the enrolment of the desk takes it in again by its certificate', async () => {
    const first = await branch.joined('林珊');
    const yesterday = await branch.central.backup();
    const ann = await cutOff('周宁');
    const caseId = await call(ann);
    await branch.central.restore(yesterday);
    await carry(ann);
    expect(parcelOf(ann).taken).toMatchObject({ due: 'restored' });
    await carry(ann);
    await branch.settle();
    expect(await fieldsOf(first, caseId)).toEqual({});
  });

  test('and nobody said so: the file of a desk that has seen more tells', async () => {
    const ann = await branch.joined('周宁');
    await branch.settle();
    const yesterday = await branch.central.backup();
    const caseId = await call(ann);
    await branch.settle();
    branch.cut(ann);
    await branch.central.restore(yesterday, false);
    for (const due of ['restored', null]) {
      await carry(ann);
      expect(parcelOf(ann).taken).toMatchObject({ due });
    }
    const bo = await branch.joined('林珊');
    await branch.settle();
    expect(await fieldsOf(bo, caseId)).toEqual({});
  });
});

describe('a desk that was revoked', () => {
  test('hands over all that it has by one more file, and is wiped by its answer', async () => {
    const ann = await cutOff('周宁');
    const caseId = await call(ann);
    await edit(ann, caseId, 'facts', '停用之前写的');
    await branch.central.revoke(ann.workstation.parts.store.journal.device);
    await carry(ann);
    expect(parcelOf(ann).taken).toMatchObject({ due: 'leaving' });
    expect(ann.state()).toMatchObject({ contacts: [{}], sync: { phase: 'offline' } });
    const sent = ann.workstation.parts.store.journal.lastSeq();
    const last = await stick.write(ann);
    expect(parcelOf(ann).written).toMatchObject({ changes: sent });
    expect(await stick.take(ann, await answer(last))).toBeNull();
    expect(ann.state()).toMatchObject({ contacts: [], countdowns: [], sync: { phase: 'revoked' } });
    const left = ['customer', 'service_case', 'contact', 'contact_event', 'outbox', 'row_version', 'parcel'];
    for (const table of left) expect(ann.database.prepare(`SELECT * FROM ${table}`).all(), table).toEqual([]);
    const kept = await branch.central.database.all('SELECT reason FROM quarantine');
    expect(kept.length).toBeGreaterThan(3);
    ann.restart();
    expect(ann.state().sync.phase).toBe('revoked');
    expect(await ann.request('parcel.write', {})).toMatchObject({ ok: true, value: null });
  });

  test('is not wiped before what it recorded since has been handed over too', async () => {
    const ann = await cutOff('周宁');
    const caseId = await call(ann);
    await branch.central.revoke(ann.workstation.parts.store.journal.device);
    await carry(ann);
    const second = await stick.write(ann);
    await edit(ann, caseId, 'facts', '写完第二个文件以后');
    expect(await stick.take(ann, await answer(second))).toBeNull();
    expect(ann.state().sync.phase).toBe('offline');
    expect(parcelOf(ann).taken).toMatchObject({ due: 'leaving' });
    await carry(ann);
    expect(ann.state().sync.phase).toBe('revoked');
    const kept = await branch.central.database.all('SELECT op FROM quarantine');
    expect(kept.map(({ op }) => String(op)).join()).toContain('写完第二个文件以后');
  });
});

describe('the lease', () => {
  const leaseOf = (desk: TestDesk) => desk.state().sync.lease;

  async function sleeps(desk: TestDesk, days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      branch.clock.sleep(DAY);
      desk.host.resume();
      for (let tick = 0; tick < 10; tick += 1) await new Promise(setImmediate);
    }
  }

  test('is renewed as of when the file was written, not when its answer came', async () => {
    branch.central.leaseDays = 30;
    const ann = await cutOff('周宁');
    await sleeps(ann, 20);
    const file = await stick.write(ann);
    await sleeps(ann, 7);
    const answered = await answer(file);
    await sleeps(ann, 5);
    expect(leaseOf(ann)?.phase).toBe('over');
    expect(await stick.take(ann, answered)).toBeNull();
    expect(leaseOf(ann)).toEqual({ phase: 'running', days: 30, daysLeft: 18 });
  });

  test('is not lengthened by an answer to what was asked before the last contact', async () => {
    branch.central.leaseDays = 30;
    const ann = await cutOff('周宁');
    await call(ann);
    const [first, second] = [await stick.write(ann), await stick.write(ann)];
    await sleeps(ann, 10);
    const third = await stick.write(ann);
    await sleeps(ann, 5);
    const [early, late, newest] = [await answer(first), await answer(second), await answer(third)];
    expect(await stick.take(ann, newest)).toBeNull();
    expect(leaseOf(ann)).toMatchObject({ daysLeft: 25 });
    for (const old of [early, late]) expect(await stick.take(ann, old)).not.toBeNull();
    expect(leaseOf(ann)).toMatchObject({ daysLeft: 25 });
  });
});
