import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { renewCipher, unlock } from '#core/database/cipher.ts';
import { LATEST_VERSION, migrate } from '#core/database/migrate.ts';
import { APPLICATION_ID, databasePath, hadDatabase, keyFits, type Sqlite } from '#core/database/open.ts';
import type { Machine } from './machine.ts';

/** The database as far as it can be read. */
export type CaseLog =
  /** `live`: the desk runs, and this is its own file, opened for reading only; else a copy that may be written. */
  | { readonly kind: 'open'; readonly database: Sqlite; readonly version: number; readonly live: boolean }
  /** `none`: nothing was ever stored. `key-elsewhere`: only the Electron desk can open it. */
  | { readonly kind: 'none' | 'no-key' | 'key-elsewhere' | 'no-room' }
  | { readonly kind: 'failed'; readonly code: string; readonly facts?: Readonly<Record<string, number>> };

export interface Reading {
  readonly log: CaseLog;
  close(): void;
}

type Key = Uint8Array | 'missing' | 'elsewhere';

/** Opens what is in the folder without changing a byte of it: a copy, or, beside a running desk, the file for reading only. */
export function readCaseLog(folder: string, key: Key, running: boolean, machine: Machine): Reading {
  const path = databasePath(folder);
  const nothing = { close: () => undefined };
  if (!existsSync(path) || statSync(path).size === 0) {
    return { ...nothing, log: hadDatabase(folder) ? { kind: 'failed', code: 'gone' } : { kind: 'none' } };
  }
  if (key === 'elsewhere') return { ...nothing, log: { kind: 'key-elsewhere' } };
  if (key === 'missing') return { ...nothing, log: { kind: 'no-key' } };
  if (!keyFits(folder, key)) return { ...nothing, log: { kind: 'failed', code: 'key-wrong' } };
  if (running) return reading(path, key, true, () => undefined);

  const free = machine.freeBytes(machine.temporary);
  if (free !== null && free < 1.5 * statSync(path).size) return { ...nothing, log: { kind: 'no-room' } };
  const copy = mkdtempSync(join(machine.temporary, 'zuoxi-doctor-'));
  const removeCopy = (): void => rmSync(copy, { recursive: true, force: true });
  try {
    const copied = databasePath(copy);
    for (const part of ['', '-wal', '-journal']) {
      if (existsSync(path + part)) copyFileSync(path + part, copied + part, constants.COPYFILE_FICLONE);
    }
    renewCipher(copied, key);
    return reading(copied, key, false, removeCopy);
  } catch (error) {
    removeCopy();
    return { ...nothing, log: failed(error) };
  }
}

function reading(path: string, key: Uint8Array, live: boolean, done: () => void): Reading {
  let database: Sqlite | undefined;
  const close = (): void => {
    database?.close();
    done();
  };
  try {
    database = new Database(path, { readonly: live, fileMustExist: true });
    unlock(database, key);
    return { log: recognise(database, live), close };
  } catch (error) {
    return { log: failed(error), close };
  }
}

/** The first read is what finds a wrong key or a damaged first page. */
function recognise(database: Sqlite, live: boolean): CaseLog {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (Number(database.pragma('application_id', { simple: true })) !== APPLICATION_ID) {
    return { kind: 'failed', code: 'not-ours' };
  }
  if (version > LATEST_VERSION) {
    return { kind: 'failed', code: 'newer', facts: { version, known: LATEST_VERSION } };
  }
  // An older schema is brought up to date on the copy: the next start would do the same.
  if (!live && !migrate(database).ok) return { kind: 'failed', code: 'migration', facts: { version } };
  return { kind: 'open', database, version, live };
}

function failed(error: unknown): CaseLog {
  const code = error instanceof Database.SqliteError ? error.code : '';
  const damaged = code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT');
  return { kind: 'failed', code: damaged ? 'damaged' : 'not-opened' };
}
