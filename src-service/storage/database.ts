import type { RowState } from '#shared/domain/sync/row.ts';
import type { Quarantined, ServiceStore, ServiceTransaction, StreamHead } from '#shared/domain/sync/service/store.ts';

export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** One statement on either database: `$1`, `$2` … stand for the values, and the text is one that both understand. */
export interface Sql {
  all(text: string, values?: readonly SqlValue[]): Promise<readonly SqlRow[]>;
}

export interface Transaction extends ServiceTransaction {
  /** Takes one op out of quarantine, to try it again or to drop it. */
  takeQuarantined(device: string, hash: string): Promise<Quarantined | null>;
}

/** A stream as of one moment. */
export interface Snapshot extends StreamHead {
  readonly epoch: string;
  /** All its rows, some at a time. */
  readonly rows: AsyncIterable<readonly RowState[]>;
}

/** The store of the sync rules, and plain statements for all that is not in the way of a push. */
export interface Database extends ServiceStore, Sql {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /** Several plain statements at once, or none. */
  atomically<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Others go on writing while `work` reads. */
  snapshot<T>(stream: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T>;
  /** Called with the streams that a transaction of this process wrote, after its commit. */
  onCommit(listener: (streams: readonly string[]) => void): void;
  /** Copies everything, as of one moment, into a new file. `not-here`: the database has tools of its own for that. */
  backup(file: string): Promise<'done' | 'not-here'>;
  close(): Promise<void>;
}

/** The database cannot be reached, or was lost in the middle: whether a transaction happened is not known. Ask again. */
export class DatabaseAway extends Error {}
