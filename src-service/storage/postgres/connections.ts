import pg from 'pg';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { OpenFailure } from '../sqlite/open.ts';
import { POSTGRES_MIGRATIONS } from './schema.ts';

/** Any number will do that no other program uses on this database. */
const MIGRATION_LOCK = 0x5a554f58;

/** Connections whose numbers are numbers: none of ours comes near 2^53. */
export function connectionsTo(url: string, max: number): pg.Pool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'zuoxi-service',
    types,
  });
  // A connection that breaks while nobody waits for it would end the process. The pool drops it; who uses it next is told.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Several services may start at once: one migrates, the others wait for it. */
export async function migrate(pool: pg.Pool): Promise<Result<void, OpenFailure>> {
  const known = POSTGRES_MIGRATIONS.length;
  let client: pg.PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    return fail({ code: 'database-not-opened', reason: error instanceof Error ? error.message : String(error) });
  }
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query('CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)');
    const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version');
    const found = rows[0]?.version ?? 0;
    if (found > known) {
      await client.query('ROLLBACK');
      return fail({ code: 'database-from-newer-version', found, known });
    }
    for (const migration of POSTGRES_MIGRATIONS.slice(found)) await client.query(migration);
    await client.query('DELETE FROM schema_version');
    await client.query('INSERT INTO schema_version VALUES ($1)', [known]);
    await client.query('COMMIT');
    return ok();
  } catch (error) {
    return fail({ code: 'database-not-opened', reason: error instanceof Error ? error.message : String(error) });
  } finally {
    client.release(true);
  }
}
