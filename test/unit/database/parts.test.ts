import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContactId } from '#shared/base/ids.ts';
import { ok } from '#shared/base/result.ts';
import { failure } from '#shared/contract/failure.ts';
import type { Push } from '#shared/contract/rpc.ts';
import { TestDesk } from '#kit/desk.ts';

let desk: TestDesk;
let contactId: ContactId;
const pushes: Push[] = [];
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  const wish = { channel: 'chat', direction: 'inbound', phone: '', callbackId: null } as const;
  ({ contactId } = await desk.do('contact.open', wish));
  desk.workstation.parts.projection.onPush((push) => pushes.push(push));
  pushes.splice(0);
});
afterEach(() => desk.dispose());

/** Answers the contact in a part of a transaction that ends as `ends`. */
function answerInPart(ends: () => ReturnType<typeof failure> | ReturnType<typeof ok>): readonly string[] {
  const told: string[] = [];
  const { store, contacts, settings } = desk.workstation.parts;
  store.write((unit) => {
    settings.put(unit, { scale: 1.2 });
    unit.afterCommit(() => told.push('whole'));
    try {
      unit.attempt((part) => {
        contacts.commandIn(part, contactId, { type: 'answer' });
        part.afterCommit(() => told.push('part'));
        return ends();
      });
    } catch {
      told.push('thrown');
    }
    return ok();
  });
  store.tellNews();
  return told;
}

test.each([
  ['fails', () => failure('time-past'), ['whole']],
  [
    'throws',
    () => {
      throw new TypeError('damaged');
    },
    ['thrown', 'whole'],
  ],
] as const)(
  'a part of a transaction that %s leaves no trace: not on the disk, in memory, in a window',
  (_, ends, said) => {
    const { log, store, settings } = desk.workstation.parts;
    const before = [log.get(contactId), log.events(contactId), store.journal.lastSeq()];
    expect(answerInPart(ends)).toEqual(said);
    expect([log.get(contactId), log.events(contactId), store.journal.lastSeq()]).toEqual(before);
    expect(pushes).toMatchObject([{ changed: { settings: { scale: 1.2 } }, timeline: [] }]);
    expect(pushes[0]).not.toHaveProperty('countdowns');
    expect(settings.current.scale).toBe(1.2);
  },
);

test('a part of a transaction that is done is told with the whole', () => {
  expect(answerInPart(() => ok())).toEqual(['whole', 'part']);
  expect(pushes).toMatchObject([
    {
      contacts: { put: [{ item: { id: contactId } }] },
      timeline: [{ contactId, items: [{ event: { type: 'answered' } }] }],
    },
  ]);
});
