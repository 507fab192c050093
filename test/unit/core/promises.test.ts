import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';
import { givesNumber, ringAndTake } from '#kit/desk-work.ts';

const MINUTE = 60_000;
let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

async function command(contactId: string, given: object): Promise<void> {
  await desk.do('contact.command', { contactId, command: given } as never);
}

async function open(): Promise<
  readonly { readonly id: string; readonly dueAt: number; readonly attempts: readonly unknown[] }[]
> {
  return (await desk.do('callback.list', { status: 'open', before: null, limit: 50 })).items;
}

/** A callback that was promised in an ordinary call, due in `minutes`. */
async function promised(minutes: number): Promise<string> {
  await ringAndTake(desk);
  const { id } = desk.contact();
  await givesNumber(desk);
  await desk.do('callback.promise', { contactId: id, due: { words: `${minutes}m` }, reason: '' });
  await command(id, { type: 'end', by: 'customer' });
  await command(id, { type: 'close', leaveToBeCompleted: true });
  return (await open())[0]?.id ?? '';
}

async function dial(callbackId: string | null): Promise<string> {
  const { contactId } = await desk.do('contact.open', {
    ...{ channel: 'call', direction: 'outbound', phone: '13800000009', callbackId },
  });
  return contactId;
}

describe('R-CB-4, R-OUT-3: attempts and the promise behind them', () => {
  test('a time agreed with somebody else moves the callback that was dialled; there are not two', async () => {
    const callback = await promised(20);
    const contact = await dial(callback);
    await command(contact, { type: 'reach', party: 'other' });
    const later = await desk.do('callback.promise', { contactId: contact, due: { words: '90m' }, reason: '' });
    await command(contact, { type: 'end', by: 'customer' });
    expect(await open()).toMatchObject([{ id: callback, dueAt: later.dueAt, attempts: [{ outcome: 'third-party' }] }]);
  });

  test('a promise that was withdrawn does not count as the next attempt', async () => {
    const contact = await dial(null);
    await command(contact, { type: 'reach', party: 'other' });
    const { callbackId } = await desk.do('callback.promise', { contactId: contact, due: { preset: '2' }, reason: '' });
    await desk.do('callback.withdraw', { callbackId });
    expect(desk.contact().state).toMatchObject({ progress: { callbacks: [] } });
    await command(contact, { type: 'end', by: 'customer' });
    const planned = await open();
    expect(planned.map(({ id }) => id)).not.toContain(callbackId);
    expect(planned).toHaveLength(1);
  });

  test('an attempt that reached nobody leaves a deadline that is still ahead where it was promised', async () => {
    const callback = await promised(20);
    const due = (await open())[0]?.dueAt;
    desk.clock.pass(10 * MINUTE);
    await command(await dial(callback), { type: 'fail-attempt', outcome: 'no-answer' });
    expect(await open()).toMatchObject([{ id: callback, dueAt: due, attempts: [{ outcome: 'no-answer' }] }]);
  });

  test('after the deadline the next attempt is planned ahead', async () => {
    const callback = await promised(20);
    desk.clock.pass(30 * MINUTE);
    await command(await dial(callback), { type: 'fail-attempt', outcome: 'busy' });
    expect((await open())[0]?.dueAt).toBe(desk.clock.wall() + desk.pack.pack.callback.retryAfterMs);
  });

  test('rescheduling cannot claim that the customer was reached', async () => {
    const callbackId = await promised(20);
    const outcome = desk.pack.pack.callback.outcomes.find(({ kind }) => kind === 'reached')?.id ?? '';
    expect(await desk.request('callback.reschedule', { callbackId, words: '40m', outcome })).toMatchObject({
      ...{ ok: false, error: { code: 'not-in-pack' } },
    });
  });
});

describe('R-CB-2: a promise is made to somebody who can be reached', () => {
  const promise = (contactId: string) =>
    desk.request('callback.promise', { contactId, due: { preset: '2' }, reason: '' });

  test.each(['', '不肯说', '138****1234', '12'])('in a call the number %j is asked for first', async (phone) => {
    await desk.do('desk.press', { action: 'ring' });
    await desk.do('desk.press', { action: 'ring' });
    const { id, case: matter } = desk.contact();
    await desk.do('case.edit', { caseId: matter!.id, field: 'customer.phone', value: phone });
    expect(await promise(id)).toEqual({ ok: false, error: { code: 'no-number' } });
    expect([await open(), desk.contact().state]).toMatchObject([[], { progress: { callbacks: [] } }]);
    await desk.do('case.edit', { caseId: matter!.id, field: 'customer.phone', value: '010-12345678 转 801' });
    expect(await promise(id)).toMatchObject({ ok: true });
    expect(await open()).toMatchObject([{ customer: { phone: '010-12345678 转 801' } }]);
  });

  test('in a chat the chat itself is the way', async () => {
    const { contactId } = await desk.do('contact.open', {
      ...{ channel: 'chat', direction: 'inbound', phone: '', callbackId: null },
    });
    await command(contactId, { type: 'answer' });
    expect(await promise(contactId)).toMatchObject({ ok: true });
    const [callback] = await open();
    const reply = await desk.do('contact.open', {
      ...{ channel: 'chat', direction: 'outbound', phone: '', callbackId: callback!.id },
    } as never);
    await command(reply.contactId, { type: 'reach', party: 'customer' });
    expect(await open()).toEqual([]);
  });
});

describe('R-OUT-3 in the core', () => {
  test('a line that is not for somebody else is not handed over to one, from whichever window it is asked', async () => {
    const contactId = await dial(null);
    await command(contactId, { type: 'reach', party: 'other' });
    const answer = await desk.request('line.use', {
      ...{ contactId, lineId: 'suggestion-forward', via: 'clipboard', fills: {} },
    } as never);
    expect(answer).toMatchObject({ ok: false, error: { code: 'wrong-party' } });
    expect(desk.host.clipboard).toBe('');
  });

  test('a contact that is over gets no line, and the clipboard keeps what it had', async () => {
    const contactId = await dial(null);
    desk.host.clipboard = '别的程序的内容';
    const answer = await desk.request('line.use', {
      contactId,
      lineId: 'greet-call',
      via: 'clipboard',
      fills: {},
    } as never);
    expect(answer).toMatchObject({ ok: false, error: { code: 'wrong-phase' } });
    expect(desk.host.clipboard).toBe('别的程序的内容');
  });
});

test('a debt of an earlier contact is paid when a later one leaves nothing missing', async () => {
  await ringAndTake(desk);
  const first = desk.contact();
  const caseId = first.case?.id ?? ('' as never);
  await givesNumber(desk);
  await desk.do('callback.promise', { contactId: first.id, due: { preset: '2' }, reason: '' });
  await command(first.id, { type: 'end', by: 'customer' });
  await command(first.id, { type: 'close', leaveToBeCompleted: true });
  for (const field of ['product', 'aspect', 'answer', 'demand'])
    await desk.do('case.edit', { caseId, field, value: '已问' });
  await desk.do('case.settle', { caseId });
  const second = await dial((await open())[0]?.id ?? '');
  await command(second, { type: 'reach', party: 'customer' });
  await command(second, { type: 'classify', scenario: 'consult' });
  await command(second, { type: 'end', by: 'customer' });
  await command(second, { type: 'close', leaveToBeCompleted: false });
  expect(await desk.do('case.get', { caseId })).toMatchObject({ status: 'done', missing: [] });
});

test('the icon is told how much is late', async () => {
  await promised(20);
  expect(desk.host.late).toBe(0);
  desk.clock.pass(25 * MINUTE);
  desk.workstation.parts.store.tellNews();
  expect(desk.host.late).toBeGreaterThan(0);
});

test('a stored key map that lacks an action, or knows one too many, costs no other setting', () => {
  const keys = { ring: { system: 'Control+Alt+J', app: 'z' }, gone: { system: null, app: null } };
  desk.database.prepare(`INSERT INTO setting VALUES ('keys', ?)`).run(JSON.stringify(keys));
  desk.database.prepare(`INSERT INTO setting VALUES ('scale', '"big"')`).run();
  desk.restart();
  const { setUp, settings } = desk.state();
  expect([setUp, settings.company, settings.scale]).toEqual([true, '云雀数码', 1]);
  expect([settings.keys.ring.app, settings.keys.hold.app]).toEqual(['z', 'h']);
});

test.each([
  ['a digit takes a line', { system: null, app: '1' }],
  ['Escape leads out', { system: null, app: 'Escape' }],
  ['copying belongs to every program', { system: 'Control+C', app: null }],
])('a key that is spoken for cannot be given away: %s', async (_why, binding) => {
  const answer = await desk.request('settings.setKey', { action: 'hold', binding } as never);
  expect(answer).toMatchObject({ ok: false, error: { code: 'key-invalid' } });
});

test('a listener that fails does not turn a stored change into a failure', async () => {
  desk.workstation.parts.store.onCommit(() => {
    throw new Error('a window is gone');
  });
  await desk.do('desk.press', { action: 'ring' });
  expect(desk.contact().state.phase).toBe('ringing');
});

test('R-HOLD-3: the line of the way back says what the customer waited for', async () => {
  await ringAndTake(desk);
  const { id } = desk.contact();
  await desk.do('desk.press', { action: 'hold' });
  await command(id, { type: 'give-hold-reason', reason: '核实处理进度' });
  await desk.do('desk.press', { action: 'hold' });
  const said = await desk.do('line.use', { contactId: id, lineId: 'hold-back', via: 'spoken', fills: {} });
  expect(said.text).toContain('核实处理进度');
});

test('a target that is owed in chats only is not met by a call', async () => {
  await ringAndTake(desk);
  const { id } = desk.contact();
  for (const { id: stage } of desk.pack.pack.stages) {
    await desk.request('contact.command', { contactId: id, command: { type: 'enter-stage', stage } });
  }
  const chatOnly = desk.pack.pack.targets.filter(({ channel }) => channel === 'chat').map((target) => target.id);
  const { state } = desk.contact();
  expect(chatOnly.length).toBeGreaterThan(0);
  for (const target of chatOnly) expect(state.phase !== 'none' && state.targetsMet.includes(target)).toBe(false);
});
