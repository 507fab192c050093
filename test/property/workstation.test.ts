import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { applyEvent } from '../../src-shared/domain/contact/apply.ts';
import { contactEventSchema } from '../../src-shared/domain/contact/event.ts';
import { NO_CONTACT, type ContactState } from '../../src-shared/domain/contact/state.ts';
import type { ContactId } from '../../src-shared/base/ids.ts';
import { expandCommand } from '../../src-shared/domain/pack/expand.ts';
import { TestDesk } from '../kit/desk.ts';
import { packCommands } from './pack-commands.ts';

const desk = new TestDesk();
desk.database.pragma('synchronous=OFF');
afterAll(() => desk.dispose());
const { contacts, log, store, packs, projection } = desk.workstation.parts;
const { pack } = desk.pack;

const TABLES = [
  'contact',
  'contact_event',
  'service_case',
  'callback',
  'callback_attempt',
  'countdown',
  'outbox',
  'device',
];

/** Everything that a command may write. */
function everything(): string {
  return JSON.stringify(TABLES.map((table) => desk.database.prepare(`SELECT * FROM ${table}`).all()));
}

/** What came since the beginning of this run would be read again and again: each run begins with an empty desk. */
function clear(): void {
  desk.database.exec('PRAGMA foreign_keys=OFF');
  const triggers = desk.database
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all();
  for (const { name } of triggers) desk.database.exec(`DROP TRIGGER ${name}`);
  const emptied = [...TABLES.filter((table) => table !== 'device'), 'case_revision', 'draft', 'customer'];
  for (const table of emptied) desk.database.exec(`DELETE FROM ${table}`);
  desk.database.exec(`UPDATE device SET last_seq = 0, last_hash = 'x'; PRAGMA foreign_keys=ON`);
  for (const { sql } of triggers) desk.database.exec(sql);
  store.forget();
}

/** What the desk goes by, as it remembers it. */
function remembered(): string {
  const { contacts: shown, countdowns, focus, sync } = projection.open();
  return JSON.stringify([log.open(), shown, countdowns, focus, sync]);
}

function replayed(id: ContactId): ContactState {
  let state: ContactState = NO_CONTACT;
  for (const { event, at } of log.events(id)) {
    const applied = applyEvent(state, contactEventSchema.parse(event), at);
    if (!applied.ok) throw new Error(JSON.stringify(applied.error));
    state = applied.value;
  }
  return state;
}

test('whatever is asked of the workstation, all of a command is done or nothing, and the events replay to what is stored', () => {
  const channels = fc.constantFrom('call' as const, 'call' as const, 'chat' as const);
  const directions = fc.constantFrom('inbound' as const, 'inbound' as const, 'outbound' as const);
  const wishes = fc.array(
    fc.record({ command: packCommands(pack), passMs: fc.constantFrom(0, 10, 900, 5_000, 61_000) }),
    {
      maxLength: 25,
    },
  );
  let done = 0;
  let refused = 0;
  fc.assert(
    fc.property(channels, directions, wishes, (channel, direction, steps) => {
      clear();
      const opened = contacts.open({ channel, direction, phone: '13800000000', callbackId: null });
      if (!opened.ok) throw new Error(opened.error.code);
      contacts.command(
        opened.value,
        direction === 'inbound' ? { type: 'answer' } : { type: 'reach', party: 'customer' },
      );
      for (const { command, passMs } of steps) {
        desk.clock.pass(passMs);
        const before = everything();
        const state = log.get(opened.value)!.state;
        const answer = contacts.command(opened.value, command);
        const known = remembered();
        store.forget();
        expect(remembered()).toBe(known);
        if (!answer.ok) {
          refused += 1;
          expect(answer.error.code).not.toBe('event-misfit');
          expect(everything()).toBe(before);
          continue;
        }
        done += 1;
        const wanted = expandCommand(packs.get(packs.active), state, command);
        expect(log.get(opened.value)!.events).toBeGreaterThanOrEqual(wanted.length);
        expect(log.get(opened.value)!.state).toEqual(replayed(opened.value));
      }
      const seqs = desk.database.prepare<[], number>('SELECT dev_seq FROM outbox ORDER BY dev_seq').pluck().all();
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
      expect(store.journal.lastSeq()).toBe(seqs.length);
    }),
    { numRuns: 200 },
  );
  // Both kinds of answers came, else the property says nothing.
  expect(Math.min(done, refused)).toBeGreaterThan(100);
});
