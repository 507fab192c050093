import type { EpochMs, Millis } from '#shared/base/clock.ts';
import type { CallbackId, ContactId } from '#shared/base/ids.ts';
import type { CountdownPhase } from '#shared/contract/views.ts';
import type { Deadline } from '#shared/domain/contact/deadlines.ts';
import type { Memories, Memory } from '../database/memory.ts';
import type { Sqlite } from '../database/open.ts';
import { nextMoment } from './phase.ts';

export interface CountdownRow {
  readonly id: string;
  readonly kind: Deadline['kind'] | 'callback';
  readonly contactId: ContactId | null;
  readonly callbackId: CallbackId | null;
  readonly key: string;
  readonly startsAt: EpochMs;
  readonly warnAt: EpochMs | null;
  readonly dueAt: EpochMs;
  readonly detail: string | null;
  readonly phase: CountdownPhase;
}

const COLUMNS = `id, kind, contact_id AS contactId, callback_id AS callbackId, key, starts_at AS startsAt,
  warn_at AS warnAt, due_at AS dueAt, detail, phase`;

/** A callback has one countdown. */
export const CALLBACK_KEY = 'callback';

/** The id begins with whose countdown it is: the order of the table is how they are found. */
function idOf(owner: string, key: string): string {
  return `${owner}:${key}`;
}

/** The table `countdown`, as plain statements. */
export class CountdownTable {
  readonly #database: Sqlite;

  readonly #ofContacts: Memory<ContactId, readonly CountdownRow[]>;
  readonly #next: Memory<'next', EpochMs | null>;

  constructor(database: Sqlite, memories: Memories) {
    this.#database = database;
    this.#ofContacts = memories.memory();
    this.#next = memories.memory();
  }

  ofContact(id: ContactId): readonly CountdownRow[] {
    return this.#ofContacts.of(id, () =>
      this.#database
        .prepare<[string, string], CountdownRow>(`SELECT ${COLUMNS} FROM countdown WHERE id > ? AND id < ?`)
        .all(`${id}:`, `${id};`),
    );
  }

  /** Those whose phase has to change by now, the longest overdue first. */
  ripe(now: EpochMs, limit: number): readonly CountdownRow[] {
    return this.#database
      .prepare<[number, number], CountdownRow>(
        `SELECT ${COLUMNS} FROM countdown WHERE next_at <= ? ORDER BY next_at, id LIMIT ?`,
      )
      .all(now, limit);
  }

  /** When the next phase changes, or `null` while nothing runs. */
  nextAt(): EpochMs | null {
    return this.#next.of(
      'next',
      () =>
        this.#database
          .prepare<[], EpochMs | null>('SELECT MIN(next_at) FROM countdown WHERE next_at IS NOT NULL')
          .pluck()
          .get() ?? null,
    );
  }

  /** Answers with its id. */
  put(row: Omit<CountdownRow, 'id'>): string {
    const id = idOf(row.contactId ?? row.callbackId ?? '', row.key);
    this.#database
      .prepare(
        `INSERT INTO countdown (id, kind, contact_id, callback_id, key, starts_at, warn_at, due_at, detail, phase, next_at)
         VALUES (@id, @kind, @contactId, @callbackId, @key, @startsAt, @warnAt, @dueAt, @detail, @phase, @nextAt)
         ON CONFLICT (id) DO UPDATE SET starts_at = excluded.starts_at, warn_at = excluded.warn_at,
           due_at = excluded.due_at, detail = excluded.detail, next_at = excluded.next_at`,
      )
      .run({ ...row, id, nextAt: nextMoment(row) });
    this.#changed(row.contactId);
    return id;
  }

  setPhase(row: CountdownRow): void {
    this.#database
      .prepare('UPDATE countdown SET phase = ?, next_at = ? WHERE id = ?')
      .run(row.phase, nextMoment(row), row.id);
    this.#changed(row.contactId);
  }

  /** Contacts shift what they hold themselves. */
  shiftCallbacks(byMs: Millis): void {
    this.#database
      .prepare(
        `UPDATE countdown SET starts_at = starts_at + @by, warn_at = warn_at + @by, due_at = due_at + @by,
           next_at = next_at + @by WHERE callback_id IS NOT NULL`,
      )
      .run({ by: byMs });
    this.#changed(null);
  }

  remove({ id, contactId }: Pick<CountdownRow, 'id' | 'contactId'>): void {
    this.#database.prepare('DELETE FROM countdown WHERE id = ?').run(id);
    this.#changed(contactId);
  }

  /** Answers with the id that it had. */
  removeOfCallback(callback: CallbackId): string {
    const id = idOf(callback, CALLBACK_KEY);
    this.remove({ id, contactId: null });
    return id;
  }

  #changed(contact: ContactId | null): void {
    this.#next.forget();
    if (contact !== null) this.#ofContacts.drop(contact);
  }
}
