import type { CaseId, ContactId } from '#shared/base/ids.ts';
import type { Page } from '#shared/contract/rpc.ts';
import type { TimelineItem } from '#shared/contract/views.ts';
import { contactEventSchema } from '#shared/domain/contact/event.ts';
import type { Sqlite } from '../database/open.ts';
import { readPage } from './page.ts';

interface Stored {
  readonly wall: number;
  readonly counter: number;
  readonly at: number;
  readonly kind: 'event' | 'edit';
  readonly seq: number;
  readonly by: string;
  readonly body: string;
}

const EVENTS = `SELECT written_wall AS wall, written_counter AS counter, at, 'event' AS kind, seq,
  iif(contact_event.device = contact.device, agent, '') AS by, body FROM contact_event JOIN contact ON contact.id = contact_event.contact_id`;
const EDITS = `SELECT written_wall, written_counter, at, 'edit', seq, by, json_object('field', field, 'value', value)
  FROM case_revision`;

/**
 * What happened in a contact or a whole case, newest first: its events and the edits of its case, in the order in which they
 * were written. The clock on the wall has no say in it: after it was set back, what is done now would come before.
 */
export class Timeline {
  readonly #database: Sqlite;

  constructor(database: Sqlite) {
    this.#database = database;
  }

  /** With the edits that were made in this contact, none of those of another contact about the same case. */
  ofContact(id: ContactId, before: string | null, limit: number): Page<TimelineItem> {
    return this.#page(
      `${EVENTS} WHERE contact_id = @id
       UNION ALL
       ${EDITS} WHERE case_id = (SELECT case_id FROM contact WHERE id = @id) AND contact_id = @id`,
      id,
      before,
      limit,
    );
  }

  ofCase(id: CaseId, before: string | null, limit: number): Page<TimelineItem> {
    return this.#page(
      `${EVENTS} WHERE contact_id IN (SELECT id FROM contact WHERE case_id = @id)
       UNION ALL
       ${EDITS} WHERE case_id = @id`,
      id,
      before,
      limit,
    );
  }

  #page(rows: string, id: string, before: string | null, limit: number): Page<TimelineItem> {
    const [wall, counter] = before?.split('|').map(Number) ?? [];
    const cursor = { wall: wall ?? Number.MAX_SAFE_INTEGER, counter: counter ?? 0 };
    const page = readPage(
      limit,
      (count) =>
        this.#database
          .prepare<[object], Stored>(
            `SELECT wall, counter, at, kind, seq, by, body FROM (${rows})
             WHERE (wall, counter) < (@wall, @counter) ORDER BY wall DESC, counter DESC LIMIT @count`,
          )
          .all({ id, count, ...cursor }),
      (last) => `${String(last.wall)}|${String(last.counter)}`,
    );
    return { items: page.items.map(toItem), next: page.next };
  }
}

function toItem({ wall, counter, at, kind, seq, by, body }: Stored): TimelineItem {
  const parsed: unknown = JSON.parse(body);
  const place = { seq, at, by, written: { wall, counter } };
  if (kind === 'event') return { kind, ...place, event: contactEventSchema.parse(parsed) };
  const { field, value } = parsed as { field: string; value: string };
  return { kind, ...place, field, value };
}
