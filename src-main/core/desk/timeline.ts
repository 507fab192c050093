import type { CaseId, ContactId } from '#shared/base/ids.ts';
import type { Page } from '#shared/contract/rpc.ts';
import type { TimelineItem } from '#shared/contract/views.ts';
import { contactEventSchema } from '#shared/domain/contact/event.ts';
import type { Sqlite } from '../database/open.ts';
import { readPage } from './page.ts';

interface Stored {
  readonly at: number;
  readonly kind: 'event' | 'edit';
  readonly seq: number;
  readonly source: string;
  readonly body: string;
}

const REVISION_BODY = `json_object('field', field, 'value', value, 'by', by)`;

/** What happened in a contact or a whole case, newest first: its events and the edits of its case, in one order. */
export class Timeline {
  readonly #database: Sqlite;

  constructor(database: Sqlite) {
    this.#database = database;
  }

  ofContact(id: ContactId, before: string | null, limit: number): Page<TimelineItem> {
    return this.#page(
      `SELECT at, 'event' AS kind, seq, contact_id AS source, body FROM contact_event WHERE contact_id = @id
       UNION ALL
       SELECT at, 'edit', seq, '', ${REVISION_BODY} FROM case_revision
         WHERE case_id = (SELECT case_id FROM contact WHERE id = @id)
           AND at >= (SELECT opened_at FROM contact WHERE id = @id)`,
      id,
      before,
      limit,
    );
  }

  ofCase(id: CaseId, before: string | null, limit: number): Page<TimelineItem> {
    return this.#page(
      `SELECT at, 'event' AS kind, seq, contact_id AS source, body FROM contact_event
         WHERE contact_id IN (SELECT id FROM contact WHERE case_id = @id)
       UNION ALL
       SELECT at, 'edit', seq, '', ${REVISION_BODY} FROM case_revision WHERE case_id = @id`,
      id,
      before,
      limit,
    );
  }

  #page(rows: string, id: string, before: string | null, limit: number): Page<TimelineItem> {
    const [at, kind = '', source = '', seq] = before?.split('|') ?? [];
    const cursor = { at: Number(at ?? Number.MAX_SAFE_INTEGER), kind, source, seq: Number(seq ?? 0) };
    const page = readPage(
      limit,
      (count) =>
        this.#database
          .prepare<[object], Stored>(
            `SELECT at, kind, seq, source, body FROM (${rows})
             WHERE (at, kind, source, seq) < (@at, @kind, @source, @seq)
             ORDER BY at DESC, kind DESC, source DESC, seq DESC LIMIT @count`,
          )
          .all({ id, count, ...cursor }),
      (last) => [last.at, last.kind, last.source, last.seq].join('|'),
    );
    return { items: page.items.map(toItem), next: page.next };
  }
}

function toItem({ at, kind, seq, body }: Stored): TimelineItem {
  const parsed: unknown = JSON.parse(body);
  if (kind === 'event') return { kind, seq, at, event: contactEventSchema.parse(parsed) };
  const { field, value, by } = parsed as { field: string; value: string; by: string };
  return { kind, seq, at, field, value, by };
}
