import { deadlinesOf } from '#shared/domain/contact/deadlines.ts';
import { isOpen } from '#shared/domain/contact/state.ts';
import { contactPolicy } from '#shared/domain/pack/policy.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { ContactLog, type ContactRow } from '#core/contacts/contact-log.ts';
import type { Sqlite } from '#core/database/open.ts';
import { storedPack } from '#core/scripts/pack-shelf.ts';
import { daysIn, localTimeZone } from '#core/time-of-day.ts';
import type { ContactId } from '#shared/base/ids.ts';
import { ofDatabase } from '../check.ts';
import { fine, problem } from '../finding.ts';

/** Closed contacts are many and do not change: the newest ones stand for all. */
const CLOSED_SAMPLE = 200;

/** 10: the stored state of a contact is what its events make of it, and nothing else. */
export const contactStates = ofDatabase('contact-states', (database) => {
  const log = new ContactLog(database);
  const ids = database
    .prepare<[number], string>(
      `SELECT id FROM contact WHERE is_open = 1
       UNION SELECT id FROM (SELECT id FROM contact WHERE is_open = 0 ORDER BY id DESC LIMIT ?)`,
    )
    .pluck()
    .all(CLOSED_SAMPLE) as ContactId[];
  const count = ids.filter((id) => differs(database, log, id)).length;
  return count === 0 ? fine('equal', { count: ids.length }) : problem('differ', { count });
});

/** One read transaction for the row and its events: a running desk may write between two. */
function differs(database: Sqlite, log: ContactLog, id: ContactId): boolean {
  return database.transaction(() => {
    const flag = database.prepare<[string], number>('SELECT is_open FROM contact WHERE id = ?').pluck().get(id);
    if (flag === undefined) return false;
    try {
      const row = log.get(id);
      const { state, events } = log.fold(id);
      if (events !== row?.events || canonicalJson(state) !== canonicalJson(row.state)) return true;
      // What another desk has open is on no line here.
      return flag !== (row.own && isOpen(state) ? 1 : 0);
    } catch {
      // An event that is none, or a state that is no JSON.
      return true;
    }
  })();
}

/** Promises that are to be kept at this desk; the others run out where they were made, or taken. */
const MINE = `iif(taken_by IS NULL, callback.device = '', taken_by ->> '$.device' = (SELECT id FROM device))`;

/** 11: what is to be kept at this desk has a countdown, and nothing counts down that nobody waits for. */
export const countdowns = ofDatabase('countdowns', (database) => {
  const number = (sql: string): number => Number(database.prepare(sql).pluck().get());
  const forgotten = number(
    `SELECT count(*) FROM callback WHERE status = 'open' AND ${MINE} AND id NOT IN
       (SELECT callback_id FROM countdown WHERE callback_id IS NOT NULL)`,
  );
  if (forgotten > 0) return problem('callback-without', { count: forgotten });
  const ownerless = number(
    `SELECT count(*) FROM countdown
       LEFT JOIN callback ON callback.id = callback_id LEFT JOIN contact ON contact.id = countdown.contact_id
       WHERE iif(callback_id IS NULL, contact.id IS NULL, callback.status IS NOT 'open' OR NOT ${MINE})`,
  );
  if (ownerless > 0) return problem('without-owner', { count: ownerless });
  const odd = [...contactsToLookAt(database)].filter((row) => hasOtherCountdowns(database, row)).length;
  if (odd > 0) return problem('contact-differs', { count: odd });
  return fine('complete', { count: number('SELECT count(*) FROM countdown') });
});

function contactsToLookAt(database: Sqlite): readonly ContactRow[] {
  const log = new ContactLog(database);
  const rows = new Map([...log.open(), ...log.withCountdowns()].map((row) => [row.id, row]));
  return [...rows.values()];
}

function hasOtherCountdowns(database: Sqlite, row: ContactRow): boolean {
  const pack = storedPack(database, row.packHash);
  // A pack that cannot be read is told by its own check.
  if (!pack.ok) return false;
  const due = deadlinesOf(row.state, contactPolicy(pack.value), daysIn(localTimeZone())).map(({ key }) => key);
  const stored = database
    .prepare<[string, string], string>('SELECT key FROM countdown WHERE id > ? AND id < ?')
    .pluck()
    .all(`${row.id}:`, `${row.id};`);
  return [...due].sort().join() !== [...stored].sort().join();
}
