import { createHmac } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { LATEST_VERSION, migrate } from './migrate.ts';
import { cacheStatements } from './statement-cache.ts';

export type Sqlite = Database.Database;

/** Why the data of a desk could not be opened. Whatever it is, the file is left exactly as it was found. */
export type OpenFailure =
  | { readonly code: 'folder-not-writable'; readonly folder: string }
  | { readonly code: 'key-wrong' }
  | { readonly code: 'database-damaged' }
  | { readonly code: 'database-from-newer-version'; readonly found: number; readonly known: number }
  | { readonly code: 'migration-failed'; readonly version: number; readonly reason: string }
  | { readonly code: 'database-not-opened'; readonly reason: string };

/** "ZUOX": tells our file from any other SQLite database. */
export const APPLICATION_ID = 0x5a554f58;
/** Up to this size every page is checked at start; beyond it that would be felt, and the doctor does it instead. */
const CHECK_AT_START_BYTES = 32 * 1024 * 1024;

export function databasePath(dataFolder: string): string {
  return join(dataFolder, 'desk.sqlite');
}

/**
 * Opens the encrypted database of a data folder (SQLCipher 4 format, raw 32-byte key), or makes it if there is none, and
 * brings its schema up to date. Write-ahead log with `synchronous=FULL`: a commit that returned survives a power cut.
 */
export function openDatabase(dataFolder: string, key: Uint8Array): Result<Sqlite, OpenFailure> {
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    accessSync(dataFolder, constants.W_OK);
  } catch {
    return fail({ code: 'folder-not-writable', folder: dataFolder });
  }
  const path = databasePath(dataFolder);
  const existed = existsSync(path) && statSync(path).size > 0;
  if (existed && !keyFits(dataFolder, key)) return fail({ code: 'key-wrong' });

  let database: Sqlite | undefined;
  try {
    database = new Database(path);
    unlock(database, key);
    const checked = checkFile(database, existed ? statSync(path).size : 0);
    if (!checked.ok) {
      database.close();
      return checked;
    }
    harden(database);
    const migrated = migrate(database);
    if (!migrated.ok) {
      database.close();
      return fail({ code: 'migration-failed', ...migrated.error });
    }
    const mark = keyMarkPath(dataFolder);
    if (!existsSync(mark)) writeFileSync(mark, `${keyMark(key)}\n`, { mode: 0o600 });
    cacheStatements(database);
    return ok(database);
  } catch (error) {
    database?.close();
    return fail(explain(error, dataFolder));
  }
}

/** Whether the mark beside the database, if there is one, is of this key: a wrong key is told from a damaged file. */
export function keyFits(dataFolder: string, key: Uint8Array): boolean {
  const path = keyMarkPath(dataFolder);
  return !existsSync(path) || readFileSync(path, 'utf8').trim() === keyMark(key);
}

function keyMarkPath(dataFolder: string): string {
  return join(dataFolder, 'desk.key-mark');
}

function keyMark(key: Uint8Array): string {
  return createHmac('sha256', key).update('zuoxi key mark').digest('hex');
}

/** Must be the first thing that is done with a connection. */
export function unlock(database: Sqlite, key: Uint8Array): void {
  database.pragma(`cipher='sqlcipher'`);
  database.pragma('legacy=4');
  database.pragma(`key="x'${Buffer.from(key).toString('hex')}'"`);
}

function checkFile(database: Sqlite, size: number): Result<void, OpenFailure> {
  // The first read is what finds a wrong key or a damaged first page.
  const version = Number(database.pragma('user_version', { simple: true }));
  const applicationId = Number(database.pragma('application_id', { simple: true }));
  if (size > 0 && version > 0 && applicationId !== APPLICATION_ID) return fail({ code: 'database-damaged' });
  if (version > LATEST_VERSION) {
    return fail({ code: 'database-from-newer-version', found: version, known: LATEST_VERSION });
  }
  if (size > 0 && size <= CHECK_AT_START_BYTES) {
    const verdict = database.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') return fail({ code: 'database-damaged' });
  }
  return ok();
}

/** What every connection that writes must have. */
export function harden(database: Sqlite): void {
  database.pragma(`application_id=${APPLICATION_ID}`);
  database.pragma('journal_mode=WAL');
  // better-sqlite3 sets NORMAL for write-ahead logs; a case log must not lose its last second.
  database.pragma('synchronous=FULL');
  database.pragma('foreign_keys=ON');
  database.pragma('temp_store=MEMORY');
  database.pragma('secure_delete=ON');
  database.pragma('trusted_schema=OFF');
  const synchronous = database.pragma('synchronous', { simple: true });
  const journal = database.pragma('journal_mode', { simple: true });
  if (synchronous !== 2 || journal !== 'wal') {
    throw new Error(`durability not granted: synchronous=${String(synchronous)} journal_mode=${String(journal)}`);
  }
}

function explain(error: unknown, folder: string): OpenFailure {
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM')) {
    return { code: 'folder-not-writable', folder };
  }
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_IOERR')) {
    return { code: 'database-damaged' };
  }
  return { code: 'database-not-opened', reason: code || (error instanceof Error ? error.message : String(error)) };
}
