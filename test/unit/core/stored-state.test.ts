import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContactId } from '#shared/base/ids.ts';
import { TestDesk } from '#kit/desk.ts';

let desk: TestDesk;
let contactId: ContactId;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  const wish = { channel: 'call', direction: 'inbound', phone: '', callbackId: null } as const;
  ({ contactId } = await desk.do('contact.open', wish));
});
afterEach(() => desk.dispose());

/** What the row says by itself, without the events that came after it was written. */
function stored(): { readonly state: string; readonly events: number } {
  const row = desk.database.prepare<[string], { state: string; events: number }>(
    'SELECT state, events FROM contact WHERE id = ?',
  );
  return row.get(contactId)!;
}

async function work(rounds: number): Promise<void> {
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  for (let round = 0; round < rounds; round += 1) {
    await desk.do('contact.command', { contactId, command: { type: 'start-hold', reason: null } });
    await desk.do('contact.command', { contactId, command: { type: 'end-hold', by: 'back' } });
  }
}

test('the row of an open contact lags behind its events, and is up to date when it is closed', async () => {
  await work(2);
  const before = desk.contact();
  expect(stored().events).toBeLessThan(before.events);
  desk.crash();
  expect(desk.contact()).toEqual(before);
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  expect(stored().events).toBe(desk.contact().events);
  expect(JSON.parse(stored().state)).toEqual(desk.contact().state);
});

test('the row never lags far behind', async () => {
  await work(40);
  expect(desk.contact().events - stored().events).toBeLessThan(50);
  const before = desk.contact();
  desk.restart();
  expect(desk.contact()).toEqual(before);
});

test('a state that is damaged in its row is what the events make of it', async () => {
  await work(1);
  const before = desk.contact();
  for (const damage of [`'{"phase'`, `'null'`, `'{"phase":"active"}'`]) {
    desk.restart(() => undefined);
    desk.database.prepare(`UPDATE contact SET state = ${damage} WHERE id = ?`).run(contactId);
    desk.workstation.parts.store.forget();
    expect(desk.contact()).toEqual(before);
  }
});
