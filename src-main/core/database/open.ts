import { createHmac } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { makeFolder } from '#parcel/folder.ts';
import { writeDurably } from '../durable-file.ts';
import { isUnreadable, peek, renewCipher, unlock } from './cipher.ts';
import { LATEST_VERSION, migrate } from './migrate.ts';
import { cacheStatements } from './statement-cache.ts';

export type Sqlite = Database.Database;

/** Why the data of a desk could not be opened. Whatever it is, the file is left exactly as it was found. */
export type OpenFailure =
  | { readonly code: 'folder-not-writable'; readonly folder: string }
  | { readonly code: 'key-wrong' }
  | { readonly code: 'database-damaged' }
  /** There was one, by the mark of its key beside it. */
  | { readonly code: 'database-missing' }
  | { readonly code: 'database-from-newer-version'; readonly found: number; readonly known: number }
  | { readonly code: 'migration-failed'; readonly version: number; readonly reason: string }
  | { readonly code: 'database-not-opened'; readonly reason: string };

/** "ZUOX": tells our file from any other SQLite database. */
export const APPLICATION_ID = 0x5a554f58;
/** Up to this size every page is checked at start; beyond it that would be felt, and the doctor does it instead. */
const CHECK_AT_START_BYTES = 32 * 1024 * 1024;
/** The write-ahead log is moved into the file in quiet moments (`checkpoints.ts`), but never grows far beyond so many pages. */
export const LOG_PAGES = 4_000;

export function databasePath(dataFolder: string): string {
  return join(dataFolder, 'desk.sqlite');
}

/**
 * Opens the encrypted database of a data folder (AEGIS-256, raw 32-byte key), or makes it if there is none, and
 * brings its schema up to date. Write-ahead log with `synchronous=FULL`: a commit that returned survives a power cut.
 */
export function openDatabase(dataFolder: string, key: Uint8Array): Result<Sqlite, OpenFailure> {
  try {
    makeFolder(dataFolder);
    accessSync(dataFolder, constants.W_OK);
  } catch {
    return fail({ code: 'folder-not-writable', folder: dataFolder });
  }
  const path = databasePath(dataFolder);
  const mark = keyMark(key);
  const marked = readMark(dataFolder);
  if (marked !== '' && marked !== mark) return fail({ code: 'key-wrong' });
  // A new database in the place of one that was lost would hide the loss, and throw away its write-ahead log.
  if (marked !== '' && !holdsDatabase(path)) return fail({ code: 'database-missing' });

  let database: Sqlite | undefined;
  try {
    if (holdsDatabase(path)) {
      const looked = look(path, key);
      if (!looked.ok) return looked;
    }
    database = new Database(path);
    unlock(database, key);
    harden(database);
    const migrated = migrate(database);
    if (!migrated.ok) {
      database.close();
      return fail({ code: 'migration-failed', ...migrated.error });
    }
    if (marked === '') writeDurably(markPath(dataFolder), `${mark}\n`);
    cacheStatements(database);
    return ok(database);
  } catch (error) {
    database?.close();
    return fail(explain(error, dataFolder));
  }
}

/** Whether a database is in this folder, or was once: beside it a new key would be of no use. */
export function hadDatabase(dataFolder: string): boolean {
  return holdsDatabase(databasePath(dataFolder)) || readMark(dataFolder) !== '';
}

function holdsDatabase(path: string): boolean {
  return existsSync(path) && statSync(path).size > 0;
}

/** Whether the mark beside the database, if there is one, is of this key: a wrong key is told from a damaged file. */
export function keyFits(dataFolder: string, key: Uint8Array): boolean {
  const marked = readMark(dataFolder);
  return marked === '' || marked === keyMark(key);
}

function keyMark(key: Uint8Array): string {
  return createHmac('sha256', key).update('zuoxi key mark').digest('hex');
}

function markPath(dataFolder: string): string {
  return join(dataFolder, 'desk.key-mark');
}

/** Tells the key of this folder from any other, without telling the key. Empty when it was not written, or not to its end. */
function readMark(dataFolder: string): string {
  const path = markPath(dataFolder);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}

/** Whether it can be opened; one in the former cipher, which cannot be read at first, is put into today's. */
function look(path: string, key: Uint8Array): Result<void, OpenFailure> {
  const peeked = (): Result<void, OpenFailure> => peek(path, key, (file) => checkFile(file, statSync(path).size));
  try {
    return peeked();
  } catch (error) {
    if (!isUnreadable(error) || !renewCipher(path, key)) throw error;
    return peeked();
  }
}

function checkFile(database: Sqlite, size: number): Result<void, OpenFailure> {
  // The first read is what finds a wrong key or a damaged first page.
  const version = Number(database.pragma('user_version', { simple: true }));
  const applicationId = Number(database.pragma('application_id', { simple: true }));
  if (version > 0 && applicationId !== APPLICATION_ID) return fail({ code: 'database-damaged' });
  if (version > LATEST_VERSION) {
    return fail({ code: 'database-from-newer-version', found: version, known: LATEST_VERSION });
  }
  if (size <= CHECK_AT_START_BYTES) {
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
  database.pragma(`wal_autocheckpoint=${LOG_PAGES}`);
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
  // Other errors of input and output are those of the disk (full, gone): nothing is wrong with the file then.
  if (/^SQLITE_(NOTADB|CORRUPT|IOERR_SHORT_READ|IOERR_DATA|IOERR_CORRUPTFS)/.test(code)) {
    return { code: 'database-damaged' };
  }
  return { code: 'database-not-opened', reason: code || (error instanceof Error ? error.message : String(error)) };
}
