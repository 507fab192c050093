import type { Pool, PoolClient } from 'pg';
import { ok, type Result } from '#shared/base/result.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { DeviceState, Epoch, StreamHead } from '#shared/domain/sync/service/store.ts';
import {
  DatabaseAway,
  type Database,
  type Snapshot,
  type Sql,
  type SqlRow,
  type SqlValue,
  type Transaction,
} from '../database.ts';
import { commitOf, ENTRIES_SQL } from '../records.ts';
import type { OpenFailure } from '../sqlite/open.ts';
import { Again, explained } from './again.ts';
import { connectionsTo, migrate } from './connections.ts';
import { Reads } from './reads.ts';
import { withPostgresSnapshot } from './snapshot.ts';
import { PostgresTransaction } from './transaction.ts';
import { within } from './within.ts';

const TRIES = 20;
/** Held by all transactions together, or by one that has to be alone. It is taken before anything else. */
const TURN = 0x5a555458;

/** PostgreSQL: any number of services share it. */
export async function openPostgres(url: string, connections = 16): Promise<Result<Database, OpenFailure>> {
  const pool = connectionsTo(url, connections);
  const migrated = await migrate(pool);
  if (migrated.ok) return ok(new PostgresStore(pool));
  await pool.end();
  return migrated;
}

class PostgresStore implements Database {
  readonly #pool: Pool;
  readonly #listeners: ((streams: readonly string[]) => void)[] = [];
  readonly #reads: Reads;

  constructor(pool: Pool) {
    this.#pool = pool;
    this.#reads = new Reads((name, text, value) => this.#named(name, text, value === null ? [] : [value]));
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let alone = false;
    for (let tries = 1; ; tries += 1) {
      const written: string[] = [];
      try {
        const result = await this.#within(alone, (client) => work(new PostgresTransaction(client, alone, written)));
        if (written.length > 0) for (const listener of this.#listeners) listener(written);
        return result;
      } catch (error) {
        if (!(error instanceof Again)) throw error;
        if (tries === TRIES) throw new DatabaseAway('others were always faster');
        alone ||= error.alone;
      }
    }
  }

  atomically<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    return this.#within(false, (client) => work({ all: async (text, values) => this.#on(client, text, values) }));
  }

  async all(text: string, values: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    try {
      return await this.#on(this.#pool, text, values);
    } catch (error) {
      throw explained(error);
    }
  }

  device(id: string): Promise<DeviceState | null> {
    return this.#reads.device(id);
  }

  epochs(): Promise<readonly Epoch[]> {
    return this.#reads.epochs();
  }

  heads(streams: readonly string[]): Promise<ReadonlyMap<string, StreamHead>> {
    return this.#reads.heads(streams);
  }

  async entries(stream: string, seq: number, limit: number): Promise<readonly Entry[]> {
    return (await this.#named('entries', ENTRIES_SQL, [stream, seq, limit])).flatMap(commitOf);
  }

  quarantined(device: string, after: number): Promise<readonly { seq: number; reason: string }[]> {
    return this.#reads.quarantined({ device, after });
  }

  snapshot<T>(stream: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return withPostgresSnapshot(this.#pool, stream, work);
  }

  onCommit(listener: (streams: readonly string[]) => void): void {
    this.#listeners.push(listener);
  }

  backup(): Promise<'not-here'> {
    return Promise.resolve('not-here');
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #within<T>(alone: boolean, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const lock = alone ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared';
    return within(this.#pool, `BEGIN; SELECT ${lock}(${String(TURN)})`, work);
  }

  async #named(name: string, text: string, values: readonly SqlValue[]): Promise<readonly SqlRow[]> {
    try {
      return (await this.#pool.query<SqlRow>({ name, text, values: [...values] })).rows;
    } catch (error) {
      throw explained(error);
    }
  }

  async #on(via: Pool | PoolClient, text: string, values: readonly SqlValue[] = []): Promise<readonly SqlRow[]> {
    const sent = values.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
    const { rows } = await via.query<SqlRow>(text, sent);
    return rows;
  }
}
