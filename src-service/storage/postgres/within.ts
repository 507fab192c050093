import type { Pool, PoolClient } from 'pg';
import { DatabaseAway } from '../database.ts';
import { explained } from './again.ts';

/** Works between `begin` and a commit on a connection of its own. What goes wrong undoes it, and is told as what it means to us. */
export async function within<T>(pool: Pool, begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let client: PoolClient | null = null;
  let broken = false;
  try {
    client = await pool.connect();
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    const meant = explained(error);
    broken = meant instanceof DatabaseAway;
    if (!broken) await client?.query('ROLLBACK').catch(() => (broken = true));
    throw meant;
  } finally {
    client?.release(broken);
  }
}
