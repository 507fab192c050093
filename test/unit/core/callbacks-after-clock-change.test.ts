import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';
import { ringAndTake } from '#kit/desk-work.ts';

const HOUR = 3_600_000;

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

async function answeredChat(phone = ''): Promise<{ contactId: string; caseId: string }> {
  const { contactId } = await desk.do('contact.open', {
    channel: 'chat',
    direction: 'inbound',
    phone,
    callbackId: null,
  });
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return { contactId, caseId: desk.contact().case?.id ?? '' };
}

test.each(['open', 'all'] as const)(
  'R-CB-3: pages of callbacks (%s) hold each once after the clock was set',
  async (status) => {
    const promised: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { contactId } = await answeredChat();
      promised.push(
        (await desk.do('callback.promise', { contactId, due: { preset: '2' }, reason: `第${n}项` })).callbackId,
      );
      desk.clock.pass(60_000);
    }
    desk.clock.set(25 * HOUR);
    desk.clock.pass(2_000);
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page: { items: readonly { id: string }[]; next: string | null } = await desk.do('callback.list', {
        ...{ status, before, limit: 2 },
      });
      seen.push(...page.items.map(({ id }) => id));
      before = page.next;
    } while (before !== null && seen.length < 20);
    expect(seen).toEqual(status === 'open' ? promised : promised.toReversed());
  },
);

test('R-CB-4: a number typed for a callback is used when the customer has none', async () => {
  const { contactId } = await answeredChat();
  const { callbackId } = await desk.do('callback.promise', { contactId, due: { preset: '2' }, reason: '' });
  const opened = await desk.do('contact.open', {
    channel: 'call',
    direction: 'outbound',
    phone: '02100000000',
    callbackId,
  });
  expect(desk.state().contacts.find(({ id }) => id === opened.contactId)?.phone).toBe('02100000000');
});

test('a close can be taken back however many contacts were opened after this one', async () => {
  const first = await answeredChat();
  for (let n = 0; n < 25; n += 1) {
    desk.clock.pass(1_000);
    const { contactId } = await answeredChat();
    await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
    await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  }
  desk.clock.pass(10_000);
  await desk.do('contact.command', { contactId: first.contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', {
    contactId: first.contactId,
    command: { type: 'close', leaveToBeCompleted: true },
  });
  expect(desk.state().contacts.map(({ id }) => id)).toEqual([first.contactId]);
  desk.clock.pass(5_001);
  expect(desk.state().contacts).toEqual([]);
});

test('a closed contact does not come back when the clock is set back', async () => {
  const { contactId } = await answeredChat();
  await desk.do('contact.command', { contactId, command: { type: 'enter-stage', stage: 'solve' } });
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  desk.clock.pass(60_000);
  desk.clock.set(-HOUR);
  desk.clock.pass(2_000);
  expect(desk.state().contacts).toEqual([]);
});

test('missed targets of the past do not crowd a running hold out of the list', async () => {
  await ringAndTake(desk);
  const call = desk.contact().id;
  const insert = desk.database.prepare(
    `INSERT INTO countdown (id, kind, contact_id, key, starts_at, warn_at, due_at, detail, phase, next_at)
     VALUES (?, 'target', ?, ?, 0, 1, 2, 'chat-plan', 'due', NULL)`,
  );
  for (let n = 0; n < 400; n += 1) insert.run(`${call}:old-${n}`, call, `old-${n}`);
  expect(desk.state().countdowns.length).toBe(300);
  desk.database
    .prepare(
      `INSERT INTO countdown (id, kind, contact_id, key, starts_at, warn_at, due_at, detail, phase, next_at)
       VALUES (@call || ':hold-1', 'hold', @call, 'hold-1', 10, 55, 70, NULL, 'running', 55)`,
    )
    .run({ call });
  expect(desk.state().countdowns.at(-1)?.id).toBe(`${call}:hold-1`);
});

test('after the clock was set back, the contact that came last is still the last', async () => {
  const first = await answeredChat();
  desk.clock.set(-2 * HOUR);
  desk.clock.pass(2_000);
  const second = await answeredChat();
  const third = await answeredChat();
  expect(desk.state().contacts.map(({ id }) => id)).toEqual([first, second, third].map(({ contactId }) => contactId));
  await desk.do('contact.command', { contactId: third.contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', {
    ...{ contactId: third.contactId, command: { type: 'close', leaveToBeCompleted: true } },
  });
  expect(desk.state().focus).toBe(second.contactId);
});
