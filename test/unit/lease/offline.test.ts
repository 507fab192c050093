import { expect } from 'vitest';
import type { Method } from '#shared/contract/rpc.ts';
import type { TestDesk } from '#kit/desk.ts';
import { call } from '#kit/desk-work.ts';
import type { Branch } from '#kit/service/branch.ts';
import { test } from '#kit/service/branch-test.ts';

const DAY = 86_400_000;
const CALL = { channel: 'call', direction: 'inbound', phone: '13900005678', callbackId: null } as const;
const PAGE = { before: null, limit: 10 };

test.beforeEach(({ branch }) => {
  branch.central.leaseDays = 30;
});

/** A desk that has heard of its lease. */
async function joined(branch: Branch, agentName: string): Promise<TestDesk> {
  const desk = await branch.joined(agentName);
  await branch.settle();
  return desk;
}

/** The machine sleeps and is woken every day; the service is not reached. */
async function away(branch: Branch, desk: TestDesk, days: number): Promise<void> {
  branch.central.reachable = false;
  for (let day = 0; day < days; day += 1) {
    branch.clock.sleep(DAY);
    desk.host.resume();
    await branch.pass(1_000);
  }
}

const refused = { ok: false, error: { code: 'lease-over', facts: { days: 30 } } };
const noticesOf = (desk: TestDesk) => desk.state().notices.filter(({ code }) => code === 'lease-ending');

test('it says so some days before, once, and counts down', async ({ branch }) => {
  const ann = await joined(branch, '周宁');
  expect(ann.state().sync.lease).toEqual({ phase: 'running', days: 30, daysLeft: 30 });
  await away(branch, ann, 20);
  expect(noticesOf(ann)).toEqual([]);
  await away(branch, ann, 6);
  expect(noticesOf(ann)).toMatchObject([{ facts: { days: 4 } }]);
  await away(branch, ann, 2);
  expect(noticesOf(ann)).toMatchObject([{ facts: { days: 2 } }]);
  expect(await ann.request('contact.open', CALL)).toMatchObject({ ok: true });
});

test('over: no contact begins and no list opens; a contact in progress is finished, and all of it is sent later', async ({
  branch,
}) => {
  const ann = await joined(branch, '周宁');
  const earlier = await call(ann, '13911112222');
  const first = ann.contact().id;
  await ann.do('callback.promise', { contactId: first, due: { preset: '2' }, reason: '等仓库' });
  await ann.do('contact.command', { contactId: first, command: { type: 'end', by: 'customer' } });
  await ann.do('contact.command', { contactId: first, command: { type: 'close', leaveToBeCompleted: true } });
  const caseId = await call(ann);
  const contactId = ann.contact().id;
  await branch.settle();
  await away(branch, ann, 31);
  expect(ann.state().sync.lease?.phase).toBe('over');
  expect(noticesOf(ann)).toEqual([]);

  const sent = ann.workstation.parts.store.journal.lastSeq();
  expect(await ann.request('contact.open', CALL)).toEqual(refused);
  const { items } = { items: ann.state().contacts };
  expect(items).toHaveLength(1);
  for (const [method, payload] of [
    ['case.list', { range: 'all', ...PAGE }],
    ['callback.list', { status: 'all', ...PAGE }],
    ['sync.conflicts', PAGE],
    ['case.get', { caseId: earlier }],
    ['case.timeline', { caseId: earlier, ...PAGE }],
    ['case.watch', { caseId: earlier }],
    ['contact.timeline', { contactId: first, ...PAGE }],
  ] as const satisfies readonly (readonly [Method, unknown])[]) {
    expect(await ann.client.ask(method, payload), method).toEqual(refused);
  }
  expect(ann.workstation.parts.store.journal.lastSeq(), 'nothing was written').toBe(sent);

  expect(await ann.request('case.get', { caseId })).toMatchObject({ ok: true });
  expect(await ann.request('contact.timeline', { contactId, ...PAGE })).toMatchObject({ ok: true });
  await ann.do('case.edit', { caseId, field: 'facts', value: '离线期限过后写的' });
  await ann.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await ann.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  expect(await ann.request('case.get', { caseId }), 'it is finished').toEqual(refused);

  branch.central.reachable = true;
  await branch.settle();
  expect(ann.state().sync).toMatchObject({ phase: 'current', pending: 0, lease: { phase: 'running', daysLeft: 30 } });
  expect(await ann.request('case.list', { range: 'all', ...PAGE })).toMatchObject({ ok: true });
  expect(await ann.request('contact.open', CALL)).toMatchObject({ ok: true });
  const bo = await joined(branch, '林珊');
  expect(await bo.do('case.get', { caseId })).toMatchObject({ fields: { facts: '离线期限过后写的' } });
});

test('over: a case that stands open can be left, so that nobody is told of it any more', async ({ branch }) => {
  const ann = await joined(branch, '周宁');
  const caseId = await call(ann);
  const { id: contactId } = ann.contact();
  await ann.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await ann.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  await ann.do('case.watch', { caseId });
  await away(branch, ann, 31);
  expect(await ann.request('case.watch', { caseId: null })).toEqual({ ok: true, value: undefined });
});

test('the key for a ring is refused too, with the same words', async ({ branch }) => {
  const ann = await joined(branch, '周宁');
  await away(branch, ann, 31);
  expect(await ann.request('desk.press', { action: 'ring' })).toEqual(refused);
  expect(ann.state().contacts).toEqual([]);
});

test('neither a restart nor a clock that is set back gives a day back', async ({ branch }) => {
  const ann = await joined(branch, '周宁');
  await away(branch, ann, 28);
  branch.clock.set(-27 * DAY);
  ann.restart();
  expect(ann.state().sync.lease).toMatchObject({ phase: 'ending', daysLeft: 2 });
  await away(branch, ann, 1);
  ann.crash();
  branch.clock.set(-5 * DAY);
  await away(branch, ann, 1);
  expect(await ann.request('contact.open', CALL)).toEqual(refused);
  ann.restart();
  expect(await ann.request('contact.open', CALL)).toEqual(refused);
});

test('windows hear of it without asking: lists are to be read again when it is over and when it is not any more', async ({
  branch,
}) => {
  const ann = await joined(branch, '周宁');
  const before = ann.state().listsVersion;
  await away(branch, ann, 31);
  const over = ann.state().listsVersion;
  expect(over).toBeGreaterThan(before);
  branch.central.reachable = true;
  await branch.settle();
  expect(ann.state().listsVersion).toBeGreaterThan(over);
});

test.for([
  ['says that there is none', 0],
  ['says nothing of it', null],
] as const)('a service that %s: a desk works without it for ever', async ([, days], { branch }) => {
  branch.central.leaseDays = days;
  const ann = await joined(branch, '周宁');
  await away(branch, ann, 400);
  expect(ann.state().sync.lease).toBeNull();
  expect(await ann.request('contact.open', CALL)).toMatchObject({ ok: true });
});

test('a company that changes its mind is heard at the next contact', async ({ branch }) => {
  const ann = await joined(branch, '周宁');
  branch.central.leaseDays = 3;
  await branch.settle();
  expect(ann.state().sync.lease).toEqual({ phase: 'running', days: 3, daysLeft: 3 });
  await away(branch, ann, 4);
  branch.central.leaseDays = 0;
  branch.central.reachable = true;
  await branch.settle();
  expect(ann.state().sync.lease).toBeNull();
  ann.restart();
  await away(branch, ann, 60);
  expect(await ann.request('contact.open', CALL)).toMatchObject({ ok: true });
});
