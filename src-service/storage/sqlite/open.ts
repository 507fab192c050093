import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { makeFolder } from '#parcel/folder.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { SQLITE_CHALLENGE } from '../../identity/challenge-table.ts';
import { SQLITE_PRESENCE } from '../../presence/table.ts';
import { SQLITE_MIGRATIONS } from './schema.ts';

export type OpenFailure =
  | { readonly code: 'database-from-newer-version'; readonly found: number; readonly known: number }
  | { readonly code: 'database-not-opened'; readonly reason: string };

export interface SqlitePair {
  readonly writer: Sqlite.Database;
  /** Sees only what was committed: a transaction of the writer may be half done while somebody else reads. */
  readonly reader: Sqlite.Database;
}

/** Opens a file, or makes it, brings its schema up to date. A commit that returned survives a power cut. */
export function openSqliteFile(file: string): Result<SqlitePair, OpenFailure> {
  let writer: Sqlite.Database | undefined;
  try {
    makeFolder(dirname(file));
    writer = new Sqlite(file);
    writer.pragma('busy_timeout=10000'); // the commands of the administrator are another process
    writer.pragma('journal_mode=WAL');
    writer.pragma('synchronous=FULL');
    writer.pragma('wal_autocheckpoint=4000');
    writer.pragma('cache_size=-65536');
    writer.pragma('trusted_schema=OFF');
    const [mode, level] = ['journal_mode', 'synchronous'].map((name) => writer?.pragma(name, { simple: true }));
    if (mode !== 'wal' || level !== 2) throw new Error('the file system does not allow a durable write-ahead log');
    const migrated = migrate(writer);
    if (!migrated.ok) {
      writer.close();
      return migrated;
    }
    writer.pragma('temp_store=MEMORY');
    writer.exec(SQLITE_PRESENCE);
    writer.exec(SQLITE_CHALLENGE);
    const reader = new Sqlite(file, { readonly: true });
    reader.pragma('busy_timeout=10000');
    return ok({ writer, reader });
  } catch (error) {
    writer?.close();
    return fail({ code: 'database-not-opened', reason: error instanceof Error ? error.message : String(error) });
  }
}

function migrate(database: Sqlite.Database): Result<void, OpenFailure> {
  const known = SQLITE_MIGRATIONS.length;
  return database
    .transaction((): Result<void, OpenFailure> => {
      const found = Number(database.pragma('user_version', { simple: true }));
      if (found > known) return fail({ code: 'database-from-newer-version', found, known });
      for (const migration of SQLITE_MIGRATIONS.slice(found)) database.exec(migration);
      database.pragma(`user_version=${String(known)}`);
      return ok();
    })
    .immediate();
}
