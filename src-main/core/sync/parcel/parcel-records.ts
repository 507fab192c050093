import type { EpochMs, Millis } from '#shared/base/clock.ts';
import type { ParcelView } from '#shared/contract/views.ts';
import type { Sqlite } from '../../database/open.ts';

/** Of older ones the answer is too late: what they told has long been told again. */
const KEPT = 12;

export interface ParcelRecord {
  readonly id: string;
  readonly writtenAt: EpochMs;
  readonly changes: number;
  readonly lastContact: EpochMs | null;
  readonly leaseUsed: Millis;
  /** `null` once the answer was taken in. */
  readonly answerKey: string | null;
}

export type TakenIn = Pick<NonNullable<ParcelView['taken']>, 'confirmed' | 'arrived' | 'due'>;

interface StoredTaken {
  readonly at: EpochMs;
  readonly confirmed: number;
  readonly arrived: number;
  readonly due: TakenIn['due'];
}

/** The files that this desk has written, and what came of them. */
export class ParcelRecords {
  readonly #database: Sqlite;

  constructor(database: Sqlite) {
    this.#database = database;
  }

  add(record: ParcelRecord): void {
    this.#database
      .prepare(
        `INSERT INTO parcel (id, written_at, changes, last_contact, lease_used, answer_key)
         VALUES (@id, @writtenAt, @changes, @lastContact, @leaseUsed, @answerKey)`,
      )
      .run(record);
    this.#database
      .prepare('DELETE FROM parcel WHERE place <= (SELECT place FROM parcel ORDER BY place DESC LIMIT 1 OFFSET ?)')
      .run(KEPT);
  }

  remove(id: string): void {
    this.#database.prepare('DELETE FROM parcel WHERE id = ?').run(id);
  }

  find(id: string): ParcelRecord | null {
    const found = this.#database
      .prepare<[string], ParcelRecord>(
        `SELECT id, written_at AS writtenAt, changes, last_contact AS lastContact, lease_used AS leaseUsed,
           answer_key AS answerKey FROM parcel WHERE id = ?`,
      )
      .get(id);
    return found ?? null;
  }

  /** Its answer is here. What is still on its way was written so much earlier or later than this one. */
  taken(record: ParcelRecord, at: EpochMs, { confirmed, arrived, due }: TakenIn): void {
    this.#database
      .prepare('UPDATE parcel SET answer_key = NULL, taken_at = ?, confirmed = ?, arrived = ?, due = ? WHERE id = ?')
      .run(at, confirmed, arrived, due, record.id);
    this.#database.prepare('UPDATE parcel SET lease_used = max(0, lease_used - ?)').run(record.leaseUsed);
  }

  /** The newest file, while it has no answer, and the answer that was taken in last. */
  shown(): Pick<ParcelView, 'written' | 'taken'> {
    const written = this.#database
      .prepare<[], { at: EpochMs; changes: number; isTaken: 0 | 1 }>(
        `SELECT written_at AS at, changes, taken_at IS NOT NULL AS isTaken FROM parcel ORDER BY place DESC LIMIT 1`,
      )
      .get();
    const taken = this.#database
      .prepare<[], StoredTaken>(
        `SELECT taken_at AS at, confirmed, arrived, due FROM parcel WHERE taken_at IS NOT NULL
         ORDER BY taken_at DESC, place DESC LIMIT 1`,
      )
      .get();
    const isOpen = written?.isTaken === 0;
    return { written: isOpen ? { at: written.at, changes: written.changes } : null, taken: taken ?? null };
  }
}
