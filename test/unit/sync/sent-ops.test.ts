import { expect } from 'vitest';
import { keepSentDays } from '#core/sync/sent-ops.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import { silentLog } from '#core/log.ts';
import type { TestDesk } from '#kit/desk.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

const DAY = 86_400_000;

const seqs = (desk: TestDesk): readonly number[] =>
  desk.database.prepare<[], number>('SELECT dev_seq FROM outbox ORDER BY dev_seq').pluck().all();

test('what the service has had for thirty days is cleared from the outbox, and nothing else', async ({ branch }) => {
  const ann = await branch.joined('周宁');
  const caseId = await call(ann, '13800001234');
  await edit(ann, caseId, 'facts', '第一天');
  await branch.settle();
  const old = seqs(ann).at(-1)!;
  branch.clock.sleep(29 * DAY);
  await branch.settle();
  expect(seqs(ann)[0]).toBe(1);
  await edit(ann, caseId, 'facts', '第二十九天');
  await branch.settle();
  branch.central.reachable = false;
  await edit(ann, caseId, 'facts', '没有送到');
  const all = seqs(ann);
  branch.clock.sleep(2 * DAY);
  branch.central.reachable = true;
  await branch.settle();
  expect(seqs(ann)).toEqual(all.filter((seq) => seq > old));
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
  ann.restart();
  await edit(ann, caseId, 'facts', '以后');
  await branch.settle();
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
  const bo = await branch.joined('林珊');
  await branch.settle();
  expect(await fieldsOf(bo, caseId)).toEqual({ facts: '以后' });
});

test('what was never sent is not cleared, however old it is', async ({ branch }) => {
  const ann = await branch.joined('周宁');
  await branch.settle();
  branch.central.reachable = false;
  const caseId = await call(ann, '13800001234');
  await edit(ann, caseId, 'facts', '离线两个月');
  const all = seqs(ann);
  branch.clock.sleep(60 * DAY);
  await branch.settle();
  expect(seqs(ann)).toEqual(all);
});

test('a backup that is older than what was kept: rows are told, the rest goes on under a new name, nothing is lost', async ({
  branch,
}) => {
  const ann = await branch.joined('周宁');
  const bo = await branch.joined('林珊');
  const before = await call(bo, '13800001111');
  await branch.settle();
  const backup = await branch.central.backup();
  const lost = await call(ann, '13800002222');
  await edit(ann, lost, 'facts', '备份里没有');
  await edit(ann, before, 'facts', '备份之后改的');
  await branch.settle();
  branch.clock.sleep(31 * DAY);
  await branch.settle();
  expect(seqs(ann).length).toBeLessThan(3);
  const name = loadEnrolled(ann.database)?.status.device;
  await branch.central.restore(backup);
  await edit(ann, lost, 'facts', '恢复以后又写');
  await branch.settle();
  const told = [{ facts: '恢复以后又写' }, { facts: '备份之后改的' }];
  for (const desk of [ann, bo]) {
    expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
    expect([await fieldsOf(desk, lost), await fieldsOf(desk, before)]).toEqual(told);
  }
  expect(loadEnrolled(ann.database)?.status.device).not.toBe(name);
  const late = await branch.joined('迟到');
  await branch.settle();
  expect([await fieldsOf(late, lost), await fieldsOf(late, before)]).toEqual(told);
});

test('a desk that is revoked after a month hands over what the service lacks, and nothing of what it has', async ({
  branch,
}) => {
  const ann = await branch.joined('周宁');
  const caseId = await call(ann, '13800001234');
  await edit(ann, caseId, 'facts', '很久以前');
  await branch.settle();
  branch.clock.sleep(40 * DAY);
  await edit(ann, caseId, 'facts', '今天写的');
  await branch.settle();
  branch.clock.sleep(2 * 3_600_000);
  await branch.settle();
  expect(seqs(ann)[0]).toBeGreaterThan(1);
  expect(seqs(ann).length).toBeGreaterThan(1);
  const sent = seqs(ann).at(-1)!;
  branch.central.reachable = false;
  await edit(ann, caseId, 'facts', '停用之前没有发出去');
  branch.central.reachable = true;
  await branch.central.revoke(ann.workstation.parts.store.journal.device);
  await branch.settle();
  expect(ann.state().sync.phase).toBe('revoked');
  const kept = await branch.central.database.all('SELECT seq FROM quarantine ORDER BY seq');
  expect(kept.map(({ seq }) => seq)).toEqual([sent + 1, sent + 2]);
});

test('how long is a setting; one that is wrong is not used', () => {
  const days = (told?: string): number => keepSentDays({ ZUOXI_KEEP_SENT_DAYS: told }, silentLog);
  expect([undefined, '', '90', '0', '1.5', 'long', '-3'].map(days)).toEqual([30, 30, 90, 30, 30, 30, 30]);
});
