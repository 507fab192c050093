import type { Pool, PoolClient } from 'pg';
import type { RowState } from '#shared/domain/sync/row.ts';
import { DatabaseAway, type Snapshot, type SqlRow } from '../database.ts';
import { rowOf, SNAPSHOT_HEAD, SNAPSHOT_ROWS, snapshotHeadOf } from '../records.ts';
import { explained } from './again.ts';

const PART = 500;

/** Reads within one transaction, which sees the database as it was at its first statement. */
export async function withPostgresSnapshot<T>(
  pool: Pool,
  stream: string,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  let client: PoolClient | null = null;
  let broken = false;
  try {
    client = await pool.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await client.query<SqlRow>(SNAPSHOT_HEAD, [stream]);
    const done = await work({ ...snapshotHeadOf(rows[0]), rows: partsOf(client, stream) });
    await client.query('COMMIT');
    return done;
  } catch (error) {
    const meant = explained(error);
    broken = meant instanceof DatabaseAway;
    if (!broken) await client?.query('ROLLBACK').catch(() => (broken = true));
    throw meant;
  } finally {
    client?.release(broken);
  }
}

async function* partsOf(client: PoolClient, stream: string): AsyncIterable<readonly RowState[]> {
  await client.query(`DECLARE part CURSOR FOR ${SNAPSHOT_ROWS}`, [stream]);
  for (;;) {
    const { rows } = await client.query<SqlRow>(`FETCH ${String(PART)} FROM part`);
    if (rows.length === 0) return;
    yield rows.map(rowOf);
  }
}
