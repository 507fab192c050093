import { hash, randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { EpochMs } from '#shared/base/clock.ts';
import { compareHybrid, tick, type HybridTime } from '#shared/base/hybrid-clock.ts';
import type { DeviceId } from '#shared/base/ids.ts';
import { CHAIN_START, hashedText } from '#shared/domain/sync/op.ts';

/** One change of one entity, as it will travel to a central service. */
export interface Change {
  readonly entity:
    'customer' | 'case' | 'case-revision' | 'contact' | 'contact-event' | 'callback' | 'callback-attempt' | 'conflict';
  readonly id: string;
  readonly kind: 'insert' | 'update' | 'append';
  readonly body: Readonly<Record<string, unknown>>;
}

/** The last op of the chain, or where the chain begins. */
interface End {
  readonly seq: number;
  readonly hash: string;
  readonly wall: EpochMs;
  readonly counter: number;
}

/**
 * The outbox: op after op with a dense sequence for this device, each carrying the hash of the one before, so that a gap, a
 * double or a rolled-back disk is seen. Written only inside the transaction of the change itself.
 *
 * The last op says where the chain goes on. The row `device` repeats it from time to time (`writeDown`): that is where it goes
 * on when a service has acknowledged all ops and they were cleared away, and how a log that lost its end is recognised. Its clock is
 * that of the last op or of what was seen elsewhere since.
 */
export class Journal {
  readonly #database: Database.Database;
  readonly #append: Database.Statement<
    [number, string, string, string, string, number, number, string, string, number, number]
  >;
  #device: DeviceId | null = null;
  #end: End | null = null;
  /** The first op of the transaction that runs, once there is one. */
  #first: number | null = null;
  /** How far this desk has seen the stream of a row; sync knows, once there is one. */
  cursor: (row: Pick<Change, 'entity' | 'id'>) => number = () => 0;
  /** The same for a change that is about to be made, less what is kept from being shown. */
  seen: (change: Change) => number = () => 0;

  constructor(database: Database.Database) {
    this.#database = database;
    database
      .prepare<[string, string]>(
        `INSERT INTO device (only_row, id, last_seq, last_hash, clock_wall, clock_counter)
         VALUES (1, ?, 0, ?, 0, 0) ON CONFLICT DO NOTHING`,
      )
      .run(randomUUID(), CHAIN_START);
    this.#append = database.prepare(
      `INSERT INTO outbox
         (dev_seq, entity, entity_id, kind, body, clock_wall, clock_counter, prev_hash, hash, base, part_of)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** Under which name this desk writes; enrolling with a service, or being told from a copy of itself, gives it another one. */
  get device(): DeviceId {
    this.#device ??= this.#database.prepare('SELECT id FROM device').pluck().get() as DeviceId;
    return this.#device;
  }

  /** This desk begins anew under another name, with an outbox that is empty; its clock does not go back. In a transaction. */
  beginAnew(): void {
    this.#database.prepare('UPDATE device SET id = ?, last_seq = 0, last_hash = ?').run(randomUUID(), CHAIN_START);
    this.forget();
  }

  /** A transaction begins: its ops travel together. */
  begin(): void {
    this.#first = null;
  }

  /**
   * Returns the reading of the hybrid clock that the op got: it orders what was done, whatever the wall clock says. `seen`: who made
   * the change had seen no more of its stream.
   */
  append(change: Change, now: EpochMs, seen: number | null = null): HybridTime {
    const last = this.#last();
    const seq = last.seq + 1;
    const { wall, counter } = tick(last, now);
    const body = canonicalJson(change.body);
    const op = { ...change, seq, wall, counter };
    const text = hash('sha256', hashedText(this.device, op, body, last.hash));
    this.#first ??= seq;
    const place = [Math.min(this.seen(change), seen ?? Infinity), this.#first] as const;
    this.#append.run(seq, change.entity, change.id, change.kind, body, wall, counter, last.hash, text, ...place);
    this.#end = { seq, hash: text, wall, counter };
    return { wall, counter };
  }

  /** The sequence of the last op. */
  lastSeq(): number {
    return this.#last().seq;
  }

  /** The last reading of the hybrid clock: it never goes back. */
  clock(): HybridTime {
    const { wall, counter } = this.#last();
    return { wall, counter };
  }

  /** What is done from now on comes after a reading that was seen elsewhere, also over a restart. In a transaction. */
  witness({ wall, counter }: HybridTime): void {
    const last = this.#last();
    if (compareHybrid({ wall, counter }, last) <= 0) return;
    this.#database.prepare('UPDATE device SET clock_wall = ?, clock_counter = ?').run(wall, counter);
    this.#end = { ...last, wall, counter };
  }

  /** Repeats the end of the chain in the row `device`. */
  writeDown(): void {
    const { seq, hash: text, wall, counter } = this.#last();
    this.#database
      .prepare(
        `UPDATE device SET last_seq = @seq, last_hash = @text, clock_wall = @wall, clock_counter = @counter
         WHERE last_seq < @seq`,
      )
      .run({ seq, text, wall, counter });
  }

  /** The end is read again: what was appended has been rolled back. */
  forget(): void {
    this.#end = null;
    this.#device = null;
  }

  /** Whichever is further on, the last op or what was written down: neither a number nor a reading of the clock is given twice. */
  #last(): End {
    this.#end ??= this.#read();
    return this.#end;
  }

  #read(): End {
    const [written, ...ops] = this.#database
      .prepare<[], End>(
        `SELECT last_seq AS seq, last_hash AS hash, clock_wall AS wall, clock_counter AS counter FROM device
         UNION ALL
         SELECT * FROM (SELECT dev_seq, hash, clock_wall, clock_counter FROM outbox ORDER BY dev_seq DESC LIMIT 1)`,
      )
      .all();
    if (written === undefined) throw new Error('the device row is missing');
    const op = ops[0] ?? written;
    const { seq, hash: text } = op.seq > written.seq ? op : written;
    const { wall, counter } = compareHybrid(op, written) > 0 ? op : written;
    return { seq, hash: text, wall, counter };
  }
}
