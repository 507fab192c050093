import { copyFileSync, existsSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { replaceDurably } from '../durable-file.ts';

/** How pages are encrypted. A desk writes AEGIS-256; SQLCipher 4 is what its first builds wrote, and is only read to be replaced. */
type Cipher = 'aegis' | 'sqlcipher';

/** Must be the first thing that is done with a connection. The key is raw: 32 bytes, from which nothing is derived. */
export function unlock(database: Database.Database, key: Uint8Array, cipher: Cipher = 'aegis'): void {
  database.pragma(`cipher='${cipher}'`);
  if (cipher === 'sqlcipher') database.pragma('legacy=4');
  database.pragma(`key="${literal(key)}"`);
}

/**
 * Reads through a connection that cannot write: one that can would move the write-ahead log of a crash into a file that turns
 * out to be damaged, or to belong to a newer version.
 */
export function peek<T>(path: string, key: Uint8Array, read: (database: Database.Database) => T, cipher?: Cipher): T {
  // In the first moments of a new database, and where a first image was cut off, there is a rollback journal instead, which only a
  // writer can play back.
  const readonly = !existsSync(`${path}-journal`);
  const hadLog = existsSync(`${path}-wal`);
  const database = new Database(path, { readonly });
  try {
    unlock(database, key, cipher);
    return read(database);
  } finally {
    database.close();
    // A reader leaves an empty log behind, which nobody else has open: the folder is ours.
    if (readonly && !hadLog) for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
  }
}

/**
 * Puts the same database in today's cipher in the place of one in the former cipher; `false` when it is in no such. It is made beside
 * it and takes its place in one step: a stop at any moment leaves one of the two, whole. What fails leaves the file as it was.
 */
export function renewCipher(path: string, key: Uint8Array): boolean {
  if (!isInFormerCipher(path, key)) return false;
  const anew = `${path}-anew`;
  removeWithLogs(anew);
  try {
    for (const end of ['', '-wal']) if (existsSync(path + end)) copyFileSync(path + end, anew + end);
    change(anew, key, (database) => {
      database.pragma('journal_mode=DELETE');
      database.pragma(`cipher='aegis'`);
      database.pragma(`rekey="${literal(key)}"`);
    });
    const verdict = peek(anew, key, (database) => database.pragma('integrity_check(1)', { simple: true }));
    if (verdict !== 'ok') throw new Error('the database could not be written in another cipher');
    // A write-ahead log in the former cipher must not be found beside the new file.
    change(path, key, (database) => database.pragma('journal_mode=DELETE'));
    replaceDurably(path, anew);
    return true;
  } catch (error) {
    removeWithLogs(anew);
    throw error;
  }
}

/** By its first page; nothing is said of the others. */
function isInFormerCipher(path: string, key: Uint8Array): boolean {
  try {
    peek(path, key, (database) => database.pragma('user_version'), 'sqlcipher');
    return true;
  } catch (error) {
    if (isUnreadable(error)) return false;
    throw error;
  }
}

/** The key or the cipher is another one, or the first page is damaged. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/u.test(error.code);
}

function removeWithLogs(path: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(path + end, { force: true });
}

function change(path: string, key: Uint8Array, work: (database: Database.Database) => void): void {
  const database = new Database(path);
  try {
    unlock(database, key, 'sqlcipher');
    work(database);
  } finally {
    database.close();
  }
}

function literal(key: Uint8Array): string {
  return `x'${Buffer.from(key).toString('hex')}'`;
}
