import { expect } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import type { TestDesk } from '#kit/desk.ts';
import { call } from '#kit/desk-work.ts';
import type { Branch } from '#kit/service/branch.ts';
import { test } from '#kit/service/branch-test.ts';

const othersAt = (desk: TestDesk, caseId: CaseId): readonly string[] =>
  desk.state().presence.find((each) => each.caseId === caseId)?.names ?? [];

/** Long enough for every desk to have said where it is, and to have said it again. */
async function later(branch: Branch): Promise<void> {
  await branch.settle();
  await branch.pass(2_000);
  await branch.pass(16_000);
}

/** Two desks of which one is in a call. */
async function inACall(branch: Branch): Promise<{ ann: TestDesk; bo: TestDesk; caseId: CaseId }> {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  const caseId = await call(ann);
  await branch.settle();
  return { ann, bo, caseId };
}

/** The other has its case open in the list too. */
async function bothOnIt(branch: Branch): ReturnType<typeof inACall> {
  const { ann, bo, caseId } = await inACall(branch);
  await bo.do('case.watch', { caseId });
  await later(branch);
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
  return { ann, bo, caseId };
}

test('who has a case open in a call or in the list sees who else has, and no longer when they have left', async ({
  branch,
}) => {
  const cy = await branch.joined('高远');
  const { ann, bo, caseId } = await inACall(branch);
  expect(ann.state().presence).toEqual([]);
  await bo.do('case.watch', { caseId });
  await later(branch);
  await cy.do('case.watch', { caseId });
  await later(branch);
  expect(ann.state().presence).toEqual([{ caseId, names: ['林珊', '高远'], count: 2 }]);
  expect(othersAt(bo, caseId)).toEqual(['周宁', '高远']);
  await bo.do('case.watch', { caseId: null });
  expect(bo.state().presence).toEqual([]);
  await later(branch);
  expect(othersAt(ann, caseId)).toEqual(['高远']);
});

test('it is in no op, and in no table that a backup has', async ({ branch }) => {
  const { ann, bo, caseId } = await inACall(branch);
  const before = bo.workstation.parts.store.journal.lastSeq();
  await bo.do('case.watch', { caseId });
  await later(branch);
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
  expect(bo.workstation.parts.store.journal.lastSeq()).toBe(before);
  const tables = await branch.central.database.all(`SELECT name FROM main.sqlite_schema WHERE name LIKE '%presence%'`);
  expect(tables).toEqual([]);
});

test('without a link nothing is claimed at once, nothing is said, and it is there again with the link', async ({
  branch,
}) => {
  const { ann, caseId } = await bothOnIt(branch);
  branch.central.reachable = false;
  await branch.settle();
  expect(ann.state().presence).toEqual([]);
  await branch.pass(120_000);
  branch.central.reachable = true;
  await later(branch);
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
});

test('a desk that vanishes is gone within the time limit, without anybody saying so', async ({ branch }) => {
  const { ann, bo } = await bothOnIt(branch);
  branch.lose(bo);
  for (let passed = 0; passed < 62_000; passed += 15_500) await branch.pass(15_500);
  expect(ann.state().presence).toEqual([]);
});

test('a window that closes leaves what it showed', async ({ branch }) => {
  const { ann, bo, caseId } = await inACall(branch);
  const { presence } = bo.workstation.parts;
  const window = { window: 'desk' };
  presence.show(window, caseId);
  await later(branch);
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
  presence.show(window, null);
  await later(branch);
  expect(ann.state().presence).toEqual([]);
});

test('another branch is told nothing, whatever it says of itself', async ({ branch }) => {
  const { ann, caseId } = await inACall(branch);
  const stranger = await branch.joined('外人', branch.central.transport('2'));
  await branch.settle();
  const link = stranger.workstation.parts.sync.link!;
  const told = await stranger.transport.presence(link, { protocol: 1, name: '外人', cases: [caseId] });
  expect(told).toEqual({ ok: true, value: { others: [] } });
  await later(branch);
  expect(ann.state().presence).toEqual([]);
});

test('many are counted, few are named', async ({ branch }) => {
  const { ann, caseId } = await inACall(branch);
  const { database, presence } = branch.central;
  const device = (await database.device(ann.workstation.parts.sync.link!.status.device))!;
  for (let at = 0; at < 12; at += 1) {
    await presence.say({ ...device, id: `d${String(at)}` }, { name: `坐席${String(at)}`, cases: [caseId] });
    branch.clock.pass(1);
  }
  await later(branch);
  expect(ann.state().presence).toMatchObject([{ caseId, count: 12 }]);
  expect(othersAt(ann, caseId)).toHaveLength(8);
});
