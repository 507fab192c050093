import { createHash, randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { EpochMs } from '#shared/base/clock.ts';
import { tick } from '#shared/base/hybrid-clock.ts';
import type { DeviceId } from '#shared/base/ids.ts';

/** One change of one entity, as it will travel to a central service. */
export interface Change {
  readonly entity:
    'customer' | 'case' | 'case-revision' | 'contact' | 'contact-event' | 'callback' | 'callback-attempt';
  readonly id: string;
  readonly kind: 'insert' | 'update' | 'append';
  readonly body: Readonly<Record<string, unknown>>;
}

interface DeviceRow {
  readonly id: string;
  readonly last_seq: number;
  readonly last_hash: string;
  readonly clock_wall: number;
  readonly clock_counter: number;
}

/** What the first op of a device is chained to. */
export const CHAIN_START = '0'.repeat(64);

/** The hash of an op over everything that it says, the hash before it included. */
export function hashOp(op: {
  readonly device: string;
  readonly seq: number;
  readonly clock: readonly [number, number];
  readonly prev: string;
  readonly change: Change;
}): string {
  return createHash('sha256').update(canonicalJson(op)).digest('hex');
}

/**
 * The outbox: op after op with a dense sequence for this device, each carrying the hash of the one before, so that a gap, a
 * double or a rolled-back disk is seen. Written only inside the transaction of the change itself.
 */
export class Journal {
  readonly device: DeviceId;
  readonly #read: Database.Statement<[], DeviceRow>;
  readonly #append: Database.Statement<[number, string, string, string, string, number, number, string, string]>;
  readonly #advance: Database.Statement<[number, string, number, number]>;

  constructor(database: Database.Database) {
    database
      .prepare<[string, string]>(
        `INSERT INTO device (only_row, id, last_seq, last_hash, clock_wall, clock_counter)
         VALUES (1, ?, 0, ?, 0, 0) ON CONFLICT DO NOTHING`,
      )
      .run(randomUUID(), CHAIN_START);
    this.#read = database.prepare('SELECT id, last_seq, last_hash, clock_wall, clock_counter FROM device');
    this.#append = database.prepare(
      `INSERT INTO outbox (dev_seq, entity, entity_id, kind, body, clock_wall, clock_counter, prev_hash, hash)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#advance = database.prepare(
      'UPDATE device SET last_seq = ?, last_hash = ?, clock_wall = ?, clock_counter = ?',
    );
    this.device = this.#state().id as DeviceId;
  }

  append(change: Change, now: EpochMs): void {
    const { last_seq, last_hash, clock_wall, clock_counter } = this.#state();
    const seq = last_seq + 1;
    const { wall, counter } = tick({ wall: clock_wall, counter: clock_counter }, now);
    const hash = hashOp({ device: this.device, seq, clock: [wall, counter], prev: last_hash, change });
    const body = canonicalJson(change.body);
    this.#append.run(seq, change.entity, change.id, change.kind, body, wall, counter, last_hash, hash);
    this.#advance.run(seq, hash, wall, counter);
  }

  /** Ops that no service has acknowledged. */
  pending(): number {
    return this.#state().last_seq;
  }

  #state(): DeviceRow {
    const row = this.#read.get();
    if (row === undefined) throw new Error('the device row is missing');
    return row;
  }
}
