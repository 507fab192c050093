import { existsSync } from 'node:fs';
import { ok, type Result } from '#shared/base/result.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { DeviceState, Epoch, StreamHead } from '#shared/domain/sync/service/store.ts';
import type { Database, Snapshot, Sql, SqlRow, SqlValue, Transaction } from '../database.ts';
import { commitOf, DEVICE_COLUMNS, deviceOf, ENTRIES_SQL, epochOf } from '../records.ts';
import { openSqliteFile, type OpenFailure, type SqlitePair } from './open.ts';
import { RecentCommits, type Commit } from './recent-commits.ts';
import { withSqliteSnapshot } from './snapshot.ts';
import { Statements } from './statements.ts';
import { SqliteTransaction } from './transaction.ts';
import { Turns } from './turns.ts';

/** The embedded database: one file, one process that serves. */
export function openSqlite(file: string): Result<Database, OpenFailure> {
  const opened = openSqliteFile(file);
  return opened.ok ? ok(new SqliteStore(opened.value)) : opened;
}

class SqliteStore implements Database {
  readonly #pair: SqlitePair;
  readonly #writer: Statements;
  readonly #reader: Statements;
  readonly #turns: Turns;
  readonly #recent = new RecentCommits();
  readonly #listeners: ((streams: readonly string[]) => void)[] = [];

  constructor(pair: SqlitePair) {
    this.#pair = pair;
    this.#turns = new Turns(pair.writer);
    this.#writer = new Statements(pair.writer);
    this.#reader = new Statements(pair.reader);
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const written: Commit[] = [];
    const result = await this.#turns.run(() => work(new SqliteTransaction(this.#writer, written)));
    for (const commit of written) this.#recent.add(commit);
    const streams = written.map(({ stream }) => stream);
    if (written.length > 0) for (const listener of this.#listeners) listener(streams);
    return result;
  }

  async atomically<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    try {
      return await this.#turns.run(() => work({ all: async (text, values) => this.#writer.all(text, values) }));
    } finally {
      // It may have cleared the log; whoever wants what was just committed asks at once.
      this.#recent.clear();
    }
  }

  all(text: string, values: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    return this.atomically((sql) => sql.all(text, values));
  }

  async device(id: string): Promise<DeviceState | null> {
    const row = this.#reader.one(`SELECT ${DEVICE_COLUMNS} FROM device WHERE id = $1`, [id]);
    return row === null ? null : deviceOf(row);
  }

  async epochs(): Promise<readonly Epoch[]> {
    return this.#reader.all('SELECT id, heads FROM epoch ORDER BY number').map(epochOf);
  }

  async heads(streams: readonly string[]): Promise<ReadonlyMap<string, StreamHead>> {
    const text = 'SELECT id, head, high, low FROM stream WHERE id IN (SELECT value FROM json_each($1))';
    const rows = this.#reader.all(text, [JSON.stringify(streams)]);
    return new Map(
      rows.map(({ id, head, high, low }) => [
        String(id),
        { head: Number(head), digest: { high: Number(high), low: Number(low) } },
      ]),
    );
  }

  async entries(stream: string, seq: number, limit: number): Promise<readonly Entry[]> {
    return (
      this.#recent.after(stream, seq, limit) ?? this.#reader.all(ENTRIES_SQL, [stream, seq, limit]).flatMap(commitOf)
    );
  }

  async quarantined(device: string, after: number): Promise<readonly { seq: number; reason: string }[]> {
    const text = 'SELECT seq, reason FROM quarantine WHERE device = $1 AND seq > $2 ORDER BY seq';
    return this.#reader
      .all(text, [device, after])
      .map(({ seq, reason }) => ({ seq: Number(seq), reason: String(reason) }));
  }

  snapshot<T>(stream: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return withSqliteSnapshot(this.#pair.reader.name, stream, work);
  }

  onCommit(listener: (streams: readonly string[]) => void): void {
    this.#listeners.push(listener);
  }

  async backup(file: string): Promise<'done'> {
    if (existsSync(file)) throw new Error(`${file} is there already`);
    this.#reader.run('VACUUM INTO $1', [file]);
    return Promise.resolve('done');
  }

  async close(): Promise<void> {
    await this.#turns.rest();
    this.#pair.reader.close();
    this.#pair.writer.close();
  }
}
