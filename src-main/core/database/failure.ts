import Database from 'better-sqlite3';
import { failure, type Failure } from '#shared/contract/failure.ts';

/** SQLite's result codes (https://sqlite.org/rescode.html) in the words of the contract; never the row that was written. */
export function storageFailure(error: unknown): Failure | null {
  if (!(error instanceof Database.SqliteError)) return null;
  const { code } = error;
  // The index of the write-ahead log could not grow: the same full disk, met at another place.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE') return failure('disk-full').error;
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) return failure('storage-read-only').error;
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return failure('storage-damaged').error;
  return failure('storage-failed', { code }).error;
}
