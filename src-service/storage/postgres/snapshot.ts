import type { Pool, PoolClient } from 'pg';
import type { RowState } from '#shared/domain/sync/row.ts';
import type { Snapshot, SqlRow } from '../database.ts';
import { rowOf, SNAPSHOT_HEAD, SNAPSHOT_ROWS, snapshotHeadOf } from '../records.ts';
import { within } from './within.ts';

const PART = 500;

/** Reads within one transaction, which sees the database as it was at its first statement. */
export function withPostgresSnapshot<T>(
  pool: Pool,
  stream: string,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  return within(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (client) => {
    const { rows } = await client.query<SqlRow>(SNAPSHOT_HEAD, [stream]);
    return work({ ...snapshotHeadOf(rows[0]), rows: partsOf(client, stream) });
  });
}

async function* partsOf(client: PoolClient, stream: string): AsyncIterable<readonly RowState[]> {
  await client.query(`DECLARE part CURSOR FOR ${SNAPSHOT_ROWS}`, [stream]);
  for (;;) {
    const { rows } = await client.query<SqlRow>(`FETCH ${String(PART)} FROM part`);
    if (rows.length === 0) return;
    yield rows.map(rowOf);
  }
}
