import type { PoolClient } from 'pg';
import type { EMPTY_DIGEST } from '#shared/domain/sync/digest.ts';
import type { Received } from '#shared/domain/sync/merge.ts';
import { keyOf, nameOf, type Taken } from '#shared/domain/sync/op.ts';
import type { RowState } from '#shared/domain/sync/row.ts';
import type { DeviceState, Quarantined, RowKey, StreamWrite } from '#shared/domain/sync/service/store.ts';
import type { SqlRow, Transaction } from '../database.ts';
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
import { Again } from './again.ts';
import { NOTE_OPS, QUARANTINE, SAVE_DEVICE, WRITE_COMMIT } from './write.ts';

/**
 * A transaction beside others, also of other services. Rows that exist are locked in the order of their keys. Rows that do not
 * exist cannot be locked: that somebody else made one meanwhile shows when this one writes it, and the work is done again.
 */
export class PostgresTransaction implements Transaction {
  readonly #client: PoolClient;
  readonly #alone: boolean;
  readonly #written: string[];
  #contact: DeviceState | null = null;

  constructor(client: PoolClient, alone: boolean, written: string[]) {
    this.#client = client;
    this.#alone = alone;
    this.#written = written;
  }

  async lockDevice(id: string): Promise<DeviceState | null> {
    const [row] = await this.#all('lock-device', `SELECT ${DEVICE_COLUMNS} FROM device WHERE id = $1 FOR UPDATE`, [id]);
    return row === undefined ? null : deviceOf(row);
  }

  async device(id: string): Promise<DeviceState | null> {
    const [row] = await this.#all('device', `SELECT ${DEVICE_COLUMNS} FROM device WHERE id = $1`, [id]);
    return row === undefined ? null : deviceOf(row);
  }

  async lockRows(keys: readonly RowKey[]): Promise<ReadonlyMap<string, RowState>> {
    const storable = keys.filter(({ entity, id }) => isStorable(entity) && isStorable(id));
    const rows = await this.#all(
      'lock-rows',
      `SELECT entity, id, stream, seq, state FROM projection
       WHERE (entity, id) IN (SELECT * FROM unnest($1::text[], $2::text[])) ORDER BY entity, id FOR UPDATE`,
      [storable.map(({ entity }) => entity), storable.map(({ id }) => id)],
    );
    return new Map(rows.map((row) => [keyOf({ entity: String(row.entity), id: String(row.id) }), rowOf(row)]));
  }

  async noteOps(ops: readonly Received[]): Promise<ReadonlySet<string>> {
    if (ops.length === 0) return new Set();
    // In the order of names, so that two who issue the same ops again do not wait for each other.
    const named = [...new Map(ops.toReversed().map((received) => [nameOf(received), received]))].sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    const rows = await this.#all('note-ops', NOTE_OPS, [
      named.map(([name]) => name),
      named.map(([, { device }]) => device),
      named.map(([, { op }]) => op.seq),
      named.map(([, { hash }]) => hash),
      named.map(([, { op }]) => JSON.stringify(op)),
    ]);
    const made = new Set(rows.map(({ name }) => String(name)));
    return new Set(named.map(([name]) => name).filter((name) => !made.has(name)));
  }

  async takenOf(names: readonly string[]): Promise<ReadonlyMap<string, Taken>> {
    const rows = await this.#all('taken-of', 'SELECT name, device, seq FROM op WHERE name = ANY ($1::text[])', [names]);
    return new Map(rows.map(takenOf));
  }

  async takeWaiting(keys: readonly string[]): Promise<readonly Quarantined[]> {
    const rows = await this.#all(
      'take-waiting',
      `DELETE FROM quarantine WHERE waits_for = ANY ($1::text[]) RETURNING arrival, ${QUARANTINE_COLUMNS}`,
      [keys.map(indexable)],
    );
    return rows.toSorted((a, b) => Number(a.arrival) - Number(b.arrival)).map(quarantinedOf);
  }

  async takeQuarantined(device: string, hash: string): Promise<Quarantined | null> {
    const text = `DELETE FROM quarantine WHERE device = $1 AND hash = $2 RETURNING ${QUARANTINE_COLUMNS}`;
    const [row] = await this.#all('take-quarantined', text, [device, hash]);
    return row === undefined ? null : quarantinedOf(row);
  }

  async quarantine(ops: readonly Quarantined[]): Promise<void> {
    // Who makes the row that an op waits for must see the op, and that cannot be while both happen at once.
    if (!this.#alone && ops.some(({ waitsFor }) => waitsFor !== null)) throw new Again(true);
    await this.#all('quarantine', QUARANTINE, [
      ops.map(({ device }) => device),
      ops.map(({ op }) => op.seq),
      ops.map(({ op }) => JSON.stringify(op)),
      ops.map(({ hash }) => hash),
      ops.map(({ bounded }) => bounded.wall),
      ops.map(({ bounded }) => bounded.counter),
      ops.map(({ reason }) => reason),
      ops.map(({ waitsFor }) => (waitsFor === null ? null : indexable(waitsFor))),
    ]);
  }

  /** Written with the commit. */
  saveDevice(device: DeviceState): Promise<void> {
    this.#contact = device;
    return Promise.resolve();
  }

  async commit(writes: readonly StreamWrite[]): Promise<void> {
    for (const write of writes) await this.#write(write);
    if (this.#contact === null) return;
    const { id, lastSeq, lastHash, lastContact } = this.#contact;
    await this.#all('save-device', SAVE_DEVICE, [id, lastSeq, lastHash, lastContact]);
  }

  async #write({ stream, at }: StreamWrite): Promise<void> {
    const before = await this.#lockHead(stream);
    const seq = before.head + 1;
    const { rows, entries, digest } = at(seq, before.digest);
    const isNew = (place: number): boolean => entries[place]?.before === 0;
    const [made, changed] = [rows.filter((_, place) => isNew(place)), rows.filter((_, place) => !isNew(place))];
    const columns = (some: readonly RowState[]): unknown[] => [
      ...[some.map(({ entity }) => entity), some.map(({ id }) => id), some.map(stateText)],
    ];
    const body = commitText(entries, seq);
    const contact = this.#contact;
    this.#contact = null;
    const [counted] = await this.#all('write-commit', WRITE_COMMIT, [
      ...[stream, seq, ...columns(made), ...columns(changed), entries.length, body.length, body],
      ...[digest.high, digest.low],
      ...[contact?.id ?? null, contact?.lastSeq ?? 0, contact?.lastHash ?? '', contact?.lastContact ?? 0],
    ]);
    if (Number(counted?.made) !== made.length) throw new Again();
    this.#written.push(stream);
  }

  /** The lock is held to the end of the transaction: the order of numbers is the order of commits. */
  async #lockHead(stream: string): Promise<{ readonly head: number; readonly digest: typeof EMPTY_DIGEST }> {
    const text = 'SELECT head, high, low FROM stream WHERE id = $1 FOR UPDATE';
    const [row] = await this.#all('lock-head', text, [stream]);
    if (row !== undefined) {
      return { head: Number(row.head), digest: { high: Number(row.high), low: Number(row.low) } };
    }
    await this.#all('make-stream', 'INSERT INTO stream VALUES ($1, 0, 0, 0) ON CONFLICT DO NOTHING', [stream]);
    return this.#lockHead(stream);
  }

  async #all(name: string, text: string, values: readonly unknown[]): Promise<readonly SqlRow[]> {
    const { rows } = await this.#client.query<SqlRow>({ name, text, values: [...values] });
    return rows;
  }
}

/** A name that PostgreSQL cannot hold names no row. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
