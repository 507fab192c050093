import Database from 'better-sqlite3';
import { compareHybrid, type HybridTime } from '#shared/base/hybrid-clock.ts';
import type { Entities } from '#shared/domain/sync/entity.ts';
import type { PendingFields, Written } from '#shared/domain/sync/desk/pending.ts';
import type { DeskStatus, DeskStore, RowName, Version, Withheld } from '#shared/domain/sync/desk/store.ts';
import { valuesOf, type Op, type Sha256, type Values } from '#shared/domain/sync/op.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { Stamp } from '#shared/domain/sync/stamp.ts';
import type { Journal } from '../database/journal.ts';
import type { Sqlite } from '../database/open.ts';
import { Outbox } from './outbox.ts';
import { RowAccess } from './row-access.ts';
import { saveEnrolled, type Enrolled } from './status.ts';
import { SyncTables } from './sync-tables.ts';

/** Rows that were written or removed by what came from the service; whoever shows them reads them again. */
export interface Arrivals {
  /** By entity and id, the fields that are others now. */
  readonly rows: Map<string, Map<string, Set<string>>>;
}

interface Parts {
  readonly database: Sqlite;
  readonly journal: Journal;
  readonly entities: Entities;
  readonly sha256: Sha256;
  readonly now: number;
  readonly enrolled: Enrolled;
  /** Of the name that this desk has now. */
  readonly pending: PendingFields;
}

/** The desk's side of sync on its database. Lives for one transaction of `Store.write`, which is what `atomically` means. */
export class SqliteDeskStore implements DeskStore {
  readonly arrivals: Arrivals = { rows: new Map() };
  readonly #parts: Parts;
  readonly #rows: RowAccess;
  readonly #outbox: Outbox;
  readonly #tables: SyncTables;
  #enrolled: Enrolled;
  /** The latest reading of a clock in what came; written down once, at the end. */
  #seen: HybridTime | null = null;
  /** Whether anything may be held back. Mostly nothing is, and thousands of rows need not be looked for. */
  #withholds: boolean | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#rows = new RowAccess(parts.database, parts.entities, parts.now);
    this.#outbox = new Outbox(parts.database);
    this.#tables = new SyncTables(parts.database);
    this.#enrolled = parts.enrolled;
  }

  atomically<T>(work: () => T): T {
    const result = work();
    if (this.#seen !== null) this.#parts.journal.witness(this.#seen);
    return result;
  }

  status(): DeskStatus {
    return this.#enrolled.status;
  }

  saveStatus(status: DeskStatus): void {
    this.#enrolled = { ...this.#enrolled, status };
    saveEnrolled(this.#parts.database, this.#enrolled);
  }

  lastSeq(): number {
    return this.#outbox.lastSeq();
  }

  firstSeq(): number {
    return this.#outbox.firstSeq();
  }

  hashOf(seq: number): string | null {
    return this.#outbox.hashOf(seq);
  }

  opsAfter(seq: number, limit: number, length: number): readonly Op[] {
    return this.#outbox.after(seq, { ops: limit, length }, this.#enrolled.home);
  }

  writtenAfter(seq: number): readonly Written[] {
    return this.#outbox.writtenAfter(seq);
  }

  pending(settled: number): PendingFields {
    return this.#parts.pending.follow(this, settled);
  }

  lowerBases(heads: Readonly<Record<string, number>>): void {
    // Which stream an op belongs to is not kept; lower than need be only means that the clock decides.
    this.#outbox.lowerBases(Math.min(...Object.values(heads), Number.MAX_SAFE_INTEGER));
  }

  becomeDevice(device: string, seq: number): void {
    this.#outbox.becomeDevice(device, seq, this.#parts.sha256);
    this.#parts.journal.forget();
  }

  noteQuarantined(seq: number, reason: string): void {
    this.#parts.database
      .prepare('INSERT OR REPLACE INTO quarantined (dev_seq, reason, at) VALUES (?, ?, ?)')
      .run(seq, reason, this.#parts.now);
  }

  quarantinedAfter(seq: number): readonly number[] {
    return this.#parts.database
      .prepare<[number], number>('SELECT dev_seq FROM quarantined WHERE dev_seq > ? ORDER BY dev_seq')
      .pluck()
      .all(seq);
  }

  witness(time: HybridTime): void {
    if (this.#seen === null || compareHybrid(time, this.#seen) > 0) this.#seen = time;
  }

  version(row: RowName): Version | null {
    return this.#tables.version(row);
  }

  saveVersion(version: Version): void {
    this.#tables.saveVersion(version);
  }

  dropVersion(row: RowName): void {
    this.#tables.dropVersion(row);
  }

  versionsAfter(stream: string, seq: number): readonly Version[] {
    return this.#tables.versionsAfter(stream, seq);
  }

  has(row: RowName): boolean {
    return this.#rows.has(row);
  }

  isOwnItem(id: string, made: Stamp): boolean {
    const own = made.device === this.status().device ? this.#outbox.item(id, made.op) : null;
    // From now on the item is found by the name under which the service has it.
    if (own !== null) this.#rows.nameOwnItem({ entity: own.entity, id }, valuesOf(own));
    return own !== null || this.#outbox.isFormerItem(id);
  }

  write(row: RowName, values: Values, made: Stamp | null): boolean {
    try {
      const written = made === null ? this.#rows.update(row, values) : this.#made(row, values, made);
      if (written !== null) this.#arrived(row, values, written);
      return written !== null;
    } catch (error) {
      // One statement, which has changed nothing. What a table refuses now it refuses for ever, and must not hold up what comes behind.
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) throw error;
      return false;
    }
  }

  #made(row: RowName, values: Values, made: Stamp): readonly string[] | null {
    return this.#rows.insert(row, values, made) ? Object.keys(values) : null;
  }

  knowsReferences({ entity }: RowName, values: Values): boolean {
    return this.#rows.knowsReferences(entity, values);
  }

  read(row: RowName): Values | null {
    return this.#rows.read(row);
  }

  remove(row: RowName): void {
    const { database } = this.#parts;
    const values = this.#rows.read(row);
    if (values === null) return;
    database.prepare('INSERT OR IGNORE INTO leaving (only_row) VALUES (1)').run();
    this.#rows.remove(row);
    database.prepare('DELETE FROM leaving').run();
    this.#arrived(row, values, Object.keys(values));
  }

  withheld(row: RowName): Withheld | null {
    this.#withholds ??= this.#parts.database.prepare('SELECT 1 FROM withheld').get() !== undefined;
    return this.#withholds ? this.#tables.withheld(row) : null;
  }

  allWithheld(): readonly Withheld[] {
    return this.#tables.allWithheld();
  }

  saveWithheld(withheld: Withheld): void {
    this.#withholds = true;
    this.#tables.saveWithheld(withheld);
  }

  dropWithheld(row: RowName): void {
    this.#tables.dropWithheld(row);
  }

  defer(stream: string, entry: Entry): void {
    this.#tables.defer(stream, entry);
  }

  deferredOf(row: RowName): readonly Entry[] {
    return this.#tables.deferredOf(row);
  }

  deferred(): readonly { readonly stream: string; readonly entry: Entry }[] {
    return this.#tables.deferred();
  }

  dropDeferred(stream: string, entry: Entry): void {
    this.#tables.dropDeferred(stream, entry);
  }

  queueTestimony(rows: readonly RowName[]): void {
    this.#tables.queueTestimony(rows);
  }

  testimonyQueue(limit: number): readonly RowName[] {
    return this.#tables.testimonyQueue(limit);
  }

  dropTestimony(rows: readonly RowName[]): void {
    this.#tables.dropTestimony(rows);
  }

  #arrived({ entity, id }: RowName, values: Values, changed: readonly string[]): void {
    if (changed.length === 0) return;
    // An item concerns the row that it belongs to.
    const about = typeof values.of === 'string' ? values.of : id;
    const ids = this.arrivals.rows.get(entity) ?? new Map<string, Set<string>>();
    const fields = ids.get(about) ?? new Set<string>();
    for (const field of changed) fields.add(field);
    this.arrivals.rows.set(entity, ids.set(about, fields));
  }
}
