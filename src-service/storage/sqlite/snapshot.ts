import { setImmediate as turn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import type { RowState } from '#shared/domain/sync/row.ts';
import type { Snapshot, SqlRow } from '../database.ts';
import { rowOf, SNAPSHOT_HEAD, SNAPSHOT_ROWS, snapshotHeadOf } from '../records.ts';

/** So many rows are read at once: a few milliseconds in which nobody is answered. */
const PART = 200;

/** Reads over a connection of its own, which sees the file as it was when it began. */
export async function withSqliteSnapshot<T>(
  file: string,
  stream: string,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const database = new Sqlite(file, { readonly: true });
  try {
    database.pragma('busy_timeout=10000');
    database.exec('BEGIN');
    const head = database.prepare<[object], SqlRow>(SNAPSHOT_HEAD).get({ 1: stream });
    return await work({ ...snapshotHeadOf(head), rows: partsOf(database, stream) });
  } finally {
    database.close();
  }
}

async function* partsOf(database: Sqlite.Database, stream: string): AsyncIterable<readonly RowState[]> {
  let part: RowState[] = [];
  for (const row of database.prepare<[object], SqlRow>(SNAPSHOT_ROWS).iterate({ 1: stream })) {
    if (part.push(rowOf(row)) < PART) continue;
    yield part;
    part = [];
    await turn();
  }
  if (part.length > 0) yield part;
}
