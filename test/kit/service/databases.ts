import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../../src-service/storage/database.ts';
import { openPostgres } from '../../../src-service/storage/postgres/store.ts';
import { openSqlite } from '../../../src-service/storage/sqlite/store.ts';
import { startPostgres, type PostgresServer } from './postgres.ts';

export interface Opened {
  readonly database: Database;
  /** Another service on the same data; `null` where one process serves alone. */
  readonly again: (() => Promise<Database>) | null;
  dispose(): Promise<void>;
}

const opened = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

export async function openNewSqlite(): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-service-'));
  const database = opened(openSqlite(join(folder, 'service.sqlite')));
  return Promise.resolve({
    database,
    again: null,
    dispose: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
}

export async function openNewPostgres(server: PostgresServer): Promise<Opened> {
  const url = await server.newDatabase();
  const all = [opened(await openPostgres(url))];
  return {
    database: all[0]!,
    again: async () => {
      const another = opened(await openPostgres(url));
      all.push(another);
      return another;
    },
    dispose: async () => {
      for (const database of all) await database.close();
    },
  };
}

/** One PostgreSQL for the tests of a file. */
export function postgresForThisFile(): () => PostgresServer {
  let server: PostgresServer | null = null;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => {
    await server?.stop();
  });
  return () => server!;
}
