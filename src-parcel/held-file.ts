import Database from 'better-sqlite3';

export interface HeldFile {
  release(): void;
}

/**
 * Lets one process at a time hold this file; `null` while another one does. The lock is one of the operating system's, on an SQLite file
 * that holds nothing: it ends with the process, however that ends, so that none is ever left behind.
 */
export function holdFile(path: string): HeldFile | null {
  let lock: Database.Database | undefined;
  try {
    lock = new Database(path, { timeout: 0 });
    // A rollback journal: in a write-ahead log an exclusive transaction does not keep readers out.
    lock.pragma('journal_mode=DELETE');
    lock.pragma('locking_mode=EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock?.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  const held = lock;
  return { release: () => held.close() };
}
