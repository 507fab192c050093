import { Client } from 'pg';
import type { PostgresServer } from '#kit/service/postgres.ts';

/** The database ends the connections of all services, whatever they are doing. */
export async function killConnections({ url }: PostgresServer): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname LIKE 'service%'`,
    );
  } finally {
    await client.end();
  }
}
