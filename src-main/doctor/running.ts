import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { LOCK_FILE } from '#core/folder-lock.ts';

/** Whether a desk holds the folder. Only looks: a reader is let in by a lock file that nobody holds. */
export function isDeskRunning(dataFolder: string): boolean {
  const path = join(dataFolder, LOCK_FILE);
  if (!existsSync(path)) return false;
  let lock: Database.Database | undefined;
  try {
    lock = new Database(path, { readonly: true, fileMustExist: true, timeout: 0 });
    lock.prepare('SELECT 1 FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return true;
    // No lock that could be read is none that a desk holds; the check of the folder tells what is wrong with it.
    return false;
  } finally {
    lock?.close();
  }
}
