import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { answersCall, BranchDesks } from '#kit/branch-desks.ts';
import type { TestDesk } from '#kit/desk.ts';

let branch: BranchDesks;

beforeEach(async () => {
  branch = await BranchDesks.open();
});
afterEach(() => branch.dispose());

const othersAt = (desk: TestDesk, caseId: CaseId): readonly string[] =>
  desk.state().presence.find((each) => each.caseId === caseId)?.names ?? [];

/** Long enough for every desk to have said again where it is. */
const later = (): Promise<void> => branch.pass(16_000);

test('who has a case open in a call or in the list sees who else has, and no longer when they have left', async () => {
  const [ann, bo, cy] = [await branch.join('周宁'), await branch.join('林珊'), await branch.join('高远')];
  const caseId = await answersCall(ann);
  await branch.settle();
  expect(ann.state().presence).toEqual([]);
  await bo.do('case.watch', { caseId });
  await branch.settle();
  await cy.do('case.watch', { caseId });
  await branch.settle();
  await later();
  expect(ann.state().presence).toEqual([{ caseId, names: ['林珊', '高远'], count: 2 }]);
  expect(othersAt(bo, caseId)).toEqual(['周宁', '高远']);
  await bo.do('case.watch', { caseId: null });
  expect(bo.state().presence).toEqual([]);
  await branch.settle();
  await later();
  expect(othersAt(ann, caseId)).toEqual(['高远']);
});

test('it is in no op, and in no table that a backup has', async () => {
  const [ann, bo] = [await branch.join('周宁'), await branch.join('林珊')];
  const caseId = await answersCall(ann);
  await branch.settle();
  const before = bo.workstation.parts.store.journal.lastSeq();
  await bo.do('case.watch', { caseId });
  await branch.settle();
  await later();
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
  expect(bo.workstation.parts.store.journal.lastSeq()).toBe(before);
  const tables = await branch.central.database.all(`SELECT name FROM main.sqlite_schema WHERE name LIKE '%presence%'`);
  expect(tables).toEqual([]);
});

test('without a link nothing is claimed at once, nothing is said, and it is there again with the link', async () => {
  const [ann, bo] = [await branch.join('周宁'), await branch.join('林珊')];
  const caseId = await answersCall(ann);
  await branch.settle();
  await bo.do('case.watch', { caseId });
  await branch.settle();
  await later();
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
  branch.central.reachable = false;
  await branch.settle();
  expect(ann.state().presence).toEqual([]);
  await branch.pass(120_000);
  branch.central.reachable = true;
  await branch.settle();
  await later();
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
});

test('a desk that vanishes is gone within the time limit, without anybody saying so', async () => {
  const [ann, bo] = [await branch.join('周宁'), await branch.join('林珊')];
  const caseId = await answersCall(ann);
  await branch.settle();
  await bo.do('case.watch', { caseId });
  await branch.settle();
  await later();
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
  branch.lose(bo);
  for (let passed = 0; passed < 62_000; passed += 15_500) await branch.pass(15_500);
  expect(ann.state().presence).toEqual([]);
});

test('a window that closes leaves what it showed', async () => {
  const [ann, bo] = [await branch.join('周宁'), await branch.join('林珊')];
  const caseId = await answersCall(ann);
  await branch.settle();
  const { presence } = bo.workstation.parts;
  const window = { window: 'desk' };
  presence.show(window, caseId);
  await branch.settle();
  await later();
  expect(othersAt(ann, caseId)).toEqual(['林珊']);
  presence.show(window, null);
  await branch.settle();
  await later();
  expect(ann.state().presence).toEqual([]);
});

test('another branch is told nothing, whatever it says of itself', async () => {
  const ann = await branch.join('周宁');
  const caseId = await answersCall(ann);
  await branch.settle();
  const stranger = await branch.join('外人', { branch: '2' });
  const { transport } = stranger;
  const link = stranger.workstation.parts.sync.link!;
  const said = { protocol: 1, name: '外人', cases: [caseId] } as const;
  expect(await transport.presence(link, { ...said, cases: [caseId] })).toEqual({ ok: true, value: { others: [] } });
  await later();
  expect(ann.state().presence).toEqual([]);
});

test('many are counted, few are named', async () => {
  const ann = await branch.join('周宁');
  const caseId = await answersCall(ann);
  await branch.settle();
  const { database, presence } = branch.central;
  const device = (await database.device(ann.workstation.parts.sync.link!.status.device))!;
  for (let at = 0; at < 12; at += 1) {
    await presence.say({ ...device, id: `d${String(at)}` }, { name: `坐席${String(at)}`, cases: [caseId] });
    branch.clock.pass(1);
  }
  await later();
  expect(ann.state().presence).toMatchObject([{ caseId, count: 12 }]);
  expect(othersAt(ann, caseId)).toHaveLength(8);
});
