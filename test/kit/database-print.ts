import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
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

/**
 * Digests of all files of a folder. Left out is what every start may touch: logs, the lock's own files, and the index of the
 * write-ahead log, which holds nothing of its own and is made anew.
 */
export function folderPrint(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const kept = names.filter((name) => !COMES_AND_GOES.test(basename(name)) && statSync(join(folder, name)).isFile());
  return Object.fromEntries(kept.map((name) => [name, digest(readFileSync(join(folder, name)))]));
}

const COMES_AND_GOES = /^desk\.(log|lock|lock-journal|running\.json|sqlite-shm)$/;

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
