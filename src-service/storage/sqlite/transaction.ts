import { EMPTY_DIGEST } from '#shared/domain/sync/digest.ts';
import type { Received } from '#shared/domain/sync/merge.ts';
import { keyOf, nameOf, type Taken } from '#shared/domain/sync/op.ts';
import type { RowState } from '#shared/domain/sync/row.ts';
import type { DeviceState, Quarantined, RowKey, StreamWrite } from '#shared/domain/sync/service/store.ts';
import type { Transaction } from '../database.ts';
import {
  commitText,
  DEVICE_COLUMNS,
  deviceOf,
  indexable,
  QUARANTINE_COLUMNS,
  quarantinedOf,
  rowOf,
  stateText,
  takenOf,
} from '../records.ts';
import type { Commit } from './recent-commits.ts';
import type { Statements } from './statements.ts';

/** A transaction on the one connection that writes: nothing else runs beside it, so nothing has to be locked. */
export class SqliteTransaction implements Transaction {
  readonly #statements: Statements;
  readonly #written: Commit[];

  /** `written` is told what is committed. */
  constructor(statements: Statements, written: Commit[]) {
    this.#statements = statements;
    this.#written = written;
  }

  async lockDevice(id: string): Promise<DeviceState | null> {
    return this.device(id);
  }

  async device(id: string): Promise<DeviceState | null> {
    const row = this.#statements.one(`SELECT ${DEVICE_COLUMNS} FROM device WHERE id = $1`, [id]);
    return row === null ? null : deviceOf(row);
  }

  async lockRows(keys: readonly RowKey[]): Promise<ReadonlyMap<string, RowState>> {
    const found = new Map<string, RowState>();
    for (const key of keys) {
      const text = 'SELECT entity, id, stream, seq, state FROM projection WHERE entity = $1 AND id = $2';
      const row = this.#statements.one(text, [key.entity, key.id]);
      if (row !== null) found.set(keyOf(key), rowOf(row));
    }
    return found;
  }

  async noteOps(ops: readonly Received[]): Promise<ReadonlySet<string>> {
    const [known, noted] = [new Set<string>(), new Set<string>()];
    for (const received of ops) {
      const name = nameOf(received);
      if (noted.has(name)) continue;
      const { op, device, hash } = received;
      const made = this.#statements.change(
        'INSERT INTO op (name, device, seq, hash, op) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING',
        [name, device, op.seq, hash, JSON.stringify(op)],
      );
      if (made === 0) known.add(name);
      noted.add(name);
    }
    return known;
  }

  async takenOf(names: readonly string[]): Promise<ReadonlyMap<string, Taken>> {
    const text = 'SELECT name, device, seq FROM op WHERE name IN (SELECT value FROM json_each($1))';
    const rows = this.#statements.all(text, [JSON.stringify(names)]);
    return new Map(rows.map(takenOf));
  }

  async takeWaiting(keys: readonly string[]): Promise<readonly Quarantined[]> {
    const waiting = this.#statements.all(
      `SELECT arrival, ${QUARANTINE_COLUMNS} FROM quarantine
       WHERE waits_for IN (SELECT value FROM json_each($1)) ORDER BY arrival`,
      [JSON.stringify(keys.map(indexable))],
    );
    for (const { arrival } of waiting) {
      this.#statements.run('DELETE FROM quarantine WHERE arrival = $1', [arrival ?? null]);
    }
    return waiting.map(quarantinedOf);
  }

  async takeQuarantined(device: string, hash: string): Promise<Quarantined | null> {
    const text = `DELETE FROM quarantine WHERE device = $1 AND hash = $2 RETURNING ${QUARANTINE_COLUMNS}`;
    const [row] = this.#statements.all(text, [device, hash]);
    return row === undefined ? null : quarantinedOf(row);
  }

  async quarantine(ops: readonly Quarantined[]): Promise<void> {
    for (const { device, op, hash, bounded, reason, waitsFor } of ops) {
      this.#statements.run(
        `INSERT INTO quarantine (device, seq, op, hash, wall, counter, reason, waits_for)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          ...[device, op.seq, JSON.stringify(op), hash, bounded.wall, bounded.counter, reason],
          waitsFor === null ? null : indexable(waitsFor),
        ],
      );
    }
  }

  async saveDevice({ id, lastSeq, lastHash, lastContact }: DeviceState): Promise<void> {
    const text = 'UPDATE device SET last_seq = $2, last_hash = $3, last_contact = $4 WHERE id = $1';
    this.#statements.run(text, [id, lastSeq, lastHash, lastContact]);
  }

  async commit(writes: readonly StreamWrite[]): Promise<void> {
    for (const write of writes) this.#write(write);
  }

  #write({ stream, at }: StreamWrite): void {
    const before = this.#statements.one('SELECT head, high, low FROM stream WHERE id = $1', [stream]);
    const digest = before === null ? EMPTY_DIGEST : { high: Number(before.high), low: Number(before.low) };
    const seq = Number(before?.head ?? 0) + 1;
    const made = at(seq, digest);
    this.#statements.run(
      `INSERT INTO stream (id, head, high, low) VALUES ($1, $2, $3, $4)
       ON CONFLICT (id) DO UPDATE SET head = $2, high = $3, low = $4`,
      [stream, seq, made.digest.high, made.digest.low],
    );
    for (const row of made.rows) {
      this.#statements.run(
        `INSERT INTO projection (entity, id, stream, seq, state) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (entity, id) DO UPDATE SET stream = $3, seq = $4, state = $5`,
        [row.entity, row.id, row.stream, seq, stateText(row)],
      );
    }
    const body = commitText(made.entries, seq);
    this.#statements.run('INSERT INTO log (stream, seq, entries, bytes, body) VALUES ($1, $2, $3, $4, $5)', [
      ...[stream, seq, made.entries.length, body.length, body],
    ]);
    this.#written.push({ stream, seq, entries: made.entries, length: body.length });
  }
}
