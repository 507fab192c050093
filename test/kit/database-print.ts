import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sqlite } from '#core/database/open.ts';

/** Every row of every table, as one digest for each table: two equal prints mean that nothing was written. */
export function databasePrint(database: Sqlite): Readonly<Record<string, string>> {
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
    .pluck()
    .all();
  return Object.fromEntries(
    tables.map((table) => {
      const rows = database.prepare(`SELECT * FROM "${table}"`).raw().all();
      return [table, digest(JSON.stringify(rows))];
    }),
  );
}

/** Digests of all files of a folder; logs and the lock file, which every start may touch, are left out. */
export function folderPrint(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => !name.startsWith('logs') && name !== 'desk.lock' && statSync(join(folder, name)).isFile())
      .map((name) => [name, digest(readFileSync(join(folder, name)))]),
  );
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
