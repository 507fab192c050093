import { z } from 'zod';
import type { EpochMs } from '#shared/base/clock.ts';
import type { CallbackId, CaseId, ContactId } from '#shared/base/ids.ts';
import type { CallbackAttempt } from '#shared/contract/views.ts';
import { CALLBACK_KEY } from '../countdowns/countdown-table.ts';
import type { Sqlite } from '../database/open.ts';
import { LOWEST, readCursor } from '../desk/page.ts';

/** The desk that took a callback, and the name of its agent. */
export type Taken = z.infer<typeof takenSchema>;
const takenSchema = z.object({ device: z.string(), name: z.string() });

export interface CallbackRow {
  readonly id: CallbackId;
  readonly caseId: CaseId;
  readonly contactId: ContactId | null;
  /** Who promised it. */
  readonly owner: string;
  readonly promisedAt: EpochMs;
  /** By the clock of this desk: a countdown that followed a clock change moves it. */
  readonly dueAt: EpochMs;
  /** As it was promised; pages are ordered by it, since it does not move while somebody turns them. */
  readonly promisedDueAt: EpochMs;
  readonly reason: string;
  readonly status: 'open' | 'kept' | 'withdrawn';
  /** The desk that took it to call back; `null`: whoever promised it. */
  readonly takenBy: Taken | null;
  /** Empty: promised at this desk. */
  readonly device: string;
}

interface Stored extends Omit<CallbackRow, 'takenBy'> {
  readonly takenBy: string | null;
}

const SELECT = `SELECT callback.id, case_id AS caseId, callback.contact_id AS contactId, owner, promised_at AS promisedAt,
  coalesce(countdown.due_at, callback.due_at) AS dueAt, callback.due_at AS promisedDueAt, reason, status,
  taken_by AS takenBy, device
  FROM callback LEFT JOIN countdown ON countdown.id = callback.id || ':${CALLBACK_KEY}'`;

/** The tables `callback` and `callback_attempt`, as plain statements. */
export class CallbackTables {
  readonly #database: Sqlite;

  constructor(database: Sqlite) {
    this.#database = database;
  }

  insert(row: Omit<CallbackRow, 'status' | 'promisedDueAt' | 'takenBy' | 'device'>): void {
    this.#database
      .prepare(
        `INSERT INTO callback (id, case_id, contact_id, owner, promised_at, due_at, reason, status)
         VALUES (@id, @caseId, @contactId, @owner, @promisedAt, @dueAt, @reason, 'open')`,
      )
      .run(row);
  }

  get(id: CallbackId): CallbackRow | null {
    const row = this.#database.prepare<[string], Stored>(`${SELECT} WHERE callback.id = ?`).get(id);
    return row === undefined ? null : read(row);
  }

  openOfCase(caseId: CaseId): number {
    const count = this.#database
      .prepare<[string], number>(`SELECT count(*) FROM callback WHERE case_id = ? AND status = 'open'`)
      .pluck()
      .get(caseId);
    return count ?? 0;
  }

  /** Open ones: the soonest first. All: the latest deadline first. */
  page(status: 'open' | 'all', before: string | null, count: number): CallbackRow[] {
    const { at, id } = readCursor(before, status === 'open' ? LOWEST : undefined);
    const order =
      status === 'open'
        ? `WHERE status = 'open' AND (callback.due_at, callback.id) > (@at, @id) ORDER BY callback.due_at, callback.id`
        : `WHERE (callback.due_at, callback.id) < (@at, @id) ORDER BY callback.due_at DESC, callback.id DESC`;
    return this.#database.prepare<[object], Stored>(`${SELECT} ${order} LIMIT @count`).all({ at, id, count }).map(read);
  }

  setStatus(id: CallbackId, status: 'kept' | 'withdrawn'): void {
    this.#database.prepare('UPDATE callback SET status = ? WHERE id = ?').run(status, id);
  }

  setTaken(id: CallbackId, takenBy: Taken): void {
    this.#database.prepare('UPDATE callback SET taken_by = ? WHERE id = ?').run(JSON.stringify(takenBy), id);
  }

  setDue(id: CallbackId, dueAt: EpochMs): void {
    this.#database.prepare('UPDATE callback SET due_at = ? WHERE id = ?').run(dueAt, id);
  }

  insertAttempt(id: CallbackId, at: EpochMs, outcome: string, contactId: ContactId | null): number {
    const seq = this.attempts(id).length + 1;
    this.#database
      .prepare('INSERT INTO callback_attempt (callback_id, seq, at, outcome, contact_id) VALUES (?, ?, ?, ?, ?)')
      .run(id, seq, at, outcome, contactId);
    return seq;
  }

  attempts(id: CallbackId): readonly CallbackAttempt[] {
    return this.#database
      .prepare<[string], CallbackAttempt>('SELECT at, outcome FROM callback_attempt WHERE callback_id = ? ORDER BY seq')
      .all(id);
  }
}

function read(row: Stored): CallbackRow {
  return { ...row, takenBy: takenSchema.nullable().parse(JSON.parse(row.takenBy ?? 'null')) };
}
