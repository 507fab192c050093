import { storageFailure } from './failure.ts';
import { LOG_PAGES, type Sqlite } from './open.ts';

/** Pages that wait in memory until the commit: each gets into the log once, however often it changes. */
const CACHE_KIB = 128 * 1_024;

/**
 * Runs a transaction that writes many rows, of `bytes` or so. Where that is more than what is here, it goes straight into the file: a
 * rollback journal holds the few pages that were there before, and what is new is written once, not into the log and then again into
 * the file. The commit is as durable and as much of one piece as any.
 */
export function writeMuch<T>(database: Sqlite, bytes: number, write: () => T): T {
  return bytes > sizeOf(database) && leavesLog(database) ? beyondLog(database, write) : withinLog(database, write);
}

function sizeOf(database: Sqlite): number {
  const [pages, bytes] = ['page_count', 'page_size'].map((name) => Number(database.pragma(name, { simple: true })));
  return (pages ?? 0) * (bytes ?? 0);
}

/** Whether commits go into the write-ahead log, as they should. */
export function isLogged(database: Sqlite): boolean {
  return database.pragma('main.journal_mode', { simple: true }) === 'wal';
}

/** `false` while another program, such as the doctor, has the database open. */
function leavesLog(database: Sqlite): boolean {
  try {
    // That it is empty is what commits, and is written durably; a journal that was deleted could be there again after a power cut.
    return database.pragma('main.journal_mode=TRUNCATE', { simple: true }) === 'truncate';
  } catch (error) {
    if (storageFailure(error) === null) throw error;
    return false;
  }
}

function beyondLog<T>(database: Sqlite, write: () => T): T {
  try {
    return write();
  } finally {
    returnToLog(database);
  }
}

/** Where that is refused, commits are as durable with the journal, but wait for readers; it is tried again at rest (`checkpoints.ts`). */
export function returnToLog(database: Sqlite): void {
  try {
    database.pragma('main.journal_mode=WAL');
  } catch (error) {
    if (storageFailure(error) === null) throw error;
  }
}

function withinLog<T>(database: Sqlite, write: () => T): T {
  const cache = Number(database.pragma('cache_size', { simple: true }));
  // All of it would go from the log into the file within the commit: that is left for a quiet moment.
  database.pragma('wal_autocheckpoint=0');
  database.pragma(`cache_size=-${String(CACHE_KIB)}`);
  try {
    return write();
  } finally {
    database.pragma(`wal_autocheckpoint=${String(LOG_PAGES)}`);
    database.pragma(`cache_size=${String(cache)}`);
  }
}
