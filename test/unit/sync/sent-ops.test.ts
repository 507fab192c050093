import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { keepSentDays } from '#core/sync/sent-ops.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import { silentLog } from '#core/log.ts';
import { TestDesk } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { Central } from '#kit/service/central.ts';

const DAY = 86_400_000;
let clock: FakeClock;
let central: Central;
const desks: TestDesk[] = [];

beforeEach(async () => {
  clock = new FakeClock();
  central = new Central(clock);
  await central.start();
});
afterEach(async () => {
  for (const desk of desks.splice(0)) desk.dispose();
  await central.dispose();
});

async function newDesk(agentName: string): Promise<TestDesk> {
  const desk = new TestDesk({ clock, transport: central.transport('1') });
  desks.push(desk);
  const identity = { company: '云雀数码', department: '', agentName, agentNumber: '', sampleData: false };
  await desk.do('desk.setUp', identity);
  await desk.do('sync.enrol', { service: 'https://service.invalid', code: 'AAAA-BBBB-CCCC' });
  return desk;
}

async function settle(): Promise<void> {
  for (let round = 0; round < 8; round += 1) {
    for (const desk of desks) {
      desk.workstation.parts.sync.poke();
      clock.pass(10);
      for (let tick = 0; tick < 30; tick += 1) await new Promise(setImmediate);
    }
  }
}

async function call(desk: TestDesk, phone: string): Promise<CaseId> {
  const wish = { channel: 'call', direction: 'inbound', phone, callbackId: null } as const;
  const { contactId } = await desk.do('contact.open', wish);
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return desk.contact().case!.id;
}

async function edit(desk: TestDesk, caseId: CaseId, value: string): Promise<void> {
  await desk.do('case.edit', { caseId, field: 'facts', value });
  await desk.do('case.settle', { caseId });
}

const factsOf = async (desk: TestDesk, caseId: CaseId): Promise<string | undefined> =>
  (await desk.do('case.get', { caseId })).fields.facts;

const seqs = (desk: TestDesk): readonly number[] =>
  desk.database.prepare<[], number>('SELECT dev_seq FROM outbox ORDER BY dev_seq').pluck().all();

test('what the service has had for thirty days is cleared from the outbox, and nothing else', async () => {
  const ann = await newDesk('周宁');
  const caseId = await call(ann, '13800001234');
  await edit(ann, caseId, '第一天');
  await settle();
  const old = seqs(ann).at(-1)!;
  clock.sleep(29 * DAY);
  await settle();
  expect(seqs(ann)[0]).toBe(1);
  await edit(ann, caseId, '第二十九天');
  await settle();
  central.reachable = false;
  await edit(ann, caseId, '没有送到');
  const all = seqs(ann);
  clock.sleep(2 * DAY);
  central.reachable = true;
  await settle();
  expect(seqs(ann)).toEqual(all.filter((seq) => seq > old));
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0 });
  ann.restart();
  await edit(ann, caseId, '以后');
  await settle();
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
  const bo = await newDesk('林珊');
  await settle();
  expect(await factsOf(bo, caseId)).toBe('以后');
});

test('what was never sent is not cleared, however old it is', async () => {
  const ann = await newDesk('周宁');
  await settle();
  central.reachable = false;
  const caseId = await call(ann, '13800001234');
  await edit(ann, caseId, '离线两个月');
  const all = seqs(ann);
  clock.sleep(60 * DAY);
  await settle();
  expect(seqs(ann)).toEqual(all);
});

test('a backup that is older than what was kept: rows are told, the rest goes on under a new name, nothing is lost', async () => {
  const ann = await newDesk('周宁');
  const bo = await newDesk('林珊');
  const before = await call(bo, '13800001111');
  await settle();
  const backup = await central.backup();
  const lost = await call(ann, '13800002222');
  await edit(ann, lost, '备份里没有');
  await edit(ann, before, '备份之后改的');
  await settle();
  clock.sleep(31 * DAY);
  await settle();
  expect(seqs(ann).length).toBeLessThan(3);
  const name = loadEnrolled(ann.database)?.status.device;
  await central.restore(backup);
  await edit(ann, lost, '恢复以后又写');
  await settle();
  for (const desk of [ann, bo]) {
    expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0, quarantined: 0 });
    expect([await factsOf(desk, lost), await factsOf(desk, before)]).toEqual(['恢复以后又写', '备份之后改的']);
  }
  expect(loadEnrolled(ann.database)?.status.device).not.toBe(name);
  const late = await newDesk('迟到');
  await settle();
  expect([await factsOf(late, lost), await factsOf(late, before)]).toEqual(['恢复以后又写', '备份之后改的']);
});

test('how long is a setting; one that is wrong is not used', () => {
  const days = (told?: string): number => keepSentDays({ ZUOXI_KEEP_SENT_DAYS: told }, silentLog);
  expect([undefined, '', '90', '0', '1.5', 'long', '-3'].map(days)).toEqual([30, 30, 90, 30, 30, 30, 30]);
});

test('a desk that is revoked after a month hands over what the service lacks, and nothing of what it has', async () => {
  const ann = await newDesk('周宁');
  const caseId = await call(ann, '13800001234');
  await edit(ann, caseId, '很久以前');
  await settle();
  clock.sleep(40 * DAY);
  await edit(ann, caseId, '今天写的');
  await settle();
  clock.sleep(2 * 3_600_000);
  await settle();
  expect(seqs(ann)[0]).toBeGreaterThan(1);
  expect(seqs(ann).length).toBeGreaterThan(1);
  const sent = seqs(ann).at(-1)!;
  central.reachable = false;
  await edit(ann, caseId, '停用之前没有发出去');
  central.reachable = true;
  await central.revoke(ann.workstation.parts.store.journal.device);
  await settle();
  expect(ann.state().sync.phase).toBe('revoked');
  const kept = await central.database.all('SELECT seq FROM quarantine ORDER BY seq');
  expect(kept.map(({ seq }) => seq)).toEqual([sent + 1, sent + 2]);
});
