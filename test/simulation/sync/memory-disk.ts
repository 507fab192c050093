import { compareHybrid, type HybridTime } from '#shared/base/hybrid-clock.ts';
import type { DeskStatus, RowName, Version, Withheld } from '#shared/domain/sync/desk/store.ts';
import { keyOf, type Op, type Sha256 } from '#shared/domain/sync/op.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { Fuse } from './crash.ts';
import { UndoLog, UndoMap } from './undo-map.ts';

interface Deferred {
  readonly stream: string;
  readonly entry: Entry;
}

/** All that is on the disk of a desk. Lists are replaced, never changed in place, so that a copy is cheap. */
interface Disk {
  status: DeskStatus;
  ops: readonly Op[];
  hashes: readonly string[];
  /** Ops up to here were cleared away; only the hash of the last of them is known, by the one behind it. */
  cleared: number;
  clock: HybridTime;
  deferred: readonly Deferred[];
  testimony: readonly RowName[];
  /** The files that were written here. */
  files: readonly number[];
}

export interface DiskParts {
  readonly device: string;
  readonly sha256: Sha256;
  readonly fuse: Fuse;
}

/** What a desk keeps of its service and of the rows of others. All changes go back with the transaction that fails. */
export class MemoryDisk {
  protected readonly sha256: Sha256;
  protected readonly fuse: Fuse;
  protected readonly log = new UndoLog();
  protected readonly disk: Disk;
  readonly #versions: UndoMap<Version>;
  readonly #withheld: UndoMap<Withheld>;

  constructor({ device, sha256, fuse }: DiskParts, from?: MemoryDisk) {
    this.sha256 = sha256;
    this.fuse = fuse;
    const status = { device, epoch: null, cursors: {}, acknowledged: 0, settled: 0, awaited: [] };
    const none = { ops: [], hashes: [], deferred: [], testimony: [], files: [] };
    const clock = { wall: 0, counter: 0 };
    this.disk = from === undefined ? { status, ...none, cleared: 0, clock } : { ...from.disk };
    this.#versions = new UndoMap(this.log, from === undefined ? undefined : from.#versions);
    this.#withheld = new UndoMap(this.log, from === undefined ? undefined : from.#withheld);
  }

  protected keep<K extends keyof Disk>(key: K, value: Disk[K]): void {
    const disk = this.disk;
    const before = disk[key];
    this.log.add(() => {
      disk[key] = before;
    });
    disk[key] = value;
  }

  atomically<T>(work: () => T): T {
    return this.log.atomically(() => {
      const result = work();
      this.fuse.statement();
      return result;
    });
  }

  status(): DeskStatus {
    return this.disk.status;
  }

  saveStatus(status: DeskStatus): void {
    this.fuse.statement();
    this.keep('status', status);
  }

  witness(time: HybridTime): void {
    if (compareHybrid(time, this.disk.clock) > 0) this.keep('clock', { wall: time.wall, counter: time.counter });
  }

  version(row: RowName): Version | null {
    return this.#versions.get(keyOf(row)) ?? null;
  }

  saveVersion(version: Version): void {
    this.fuse.statement();
    this.#versions.set(keyOf(version), version);
  }

  dropVersion(row: RowName): void {
    this.fuse.statement();
    this.#versions.delete(keyOf(row));
  }

  versionsAfter(stream: string, seq: number): readonly Version[] {
    return [...this.#versions.values()].filter(
      (each) => each.stream === stream && (each.seq > seq || each.seq === 0 || each.ahead === true),
    );
  }

  versions(): MapIterator<Version> {
    return this.#versions.values();
  }

  withheld(row: RowName): Withheld | null {
    return this.#withheld.get(keyOf(row)) ?? null;
  }

  allWithheld(): readonly Withheld[] {
    return this.#withheld.size === 0 ? [] : [...this.#withheld.values()];
  }

  saveWithheld(withheld: Withheld): void {
    this.fuse.statement();
    this.#withheld.set(keyOf(withheld), withheld);
  }

  dropWithheld(row: RowName): void {
    this.fuse.statement();
    this.#withheld.delete(keyOf(row));
  }

  defer(stream: string, entry: Entry): void {
    this.fuse.statement();
    this.keep('deferred', [...this.disk.deferred, { stream, entry }]);
  }

  deferred(): readonly Deferred[] {
    return this.disk.deferred;
  }

  deferredOf({ entity, id }: RowName): readonly Entry[] {
    return this.disk.deferred.flatMap(({ entry }) => (entry.entity === entity && entry.id === id ? [entry] : []));
  }

  dropDeferred(stream: string, entry: Entry): void {
    this.fuse.statement();
    const others = this.disk.deferred.filter((each) => each.entry !== entry || each.stream !== stream);
    this.keep('deferred', others);
  }

  /** That a file was written is on the disk before the file is. */
  noteFile(file: number): void {
    this.atomically(() => this.keep('files', [...this.disk.files, file]));
  }

  wrote(file: number): boolean {
    return this.disk.files.includes(file);
  }

  queueTestimony(rows: readonly RowName[]): void {
    this.fuse.statement();
    this.keep(
      'testimony',
      rows.map(({ entity, id }) => ({ entity, id })),
    );
  }

  testimonyQueue(limit: number): readonly RowName[] {
    return this.disk.testimony.slice(0, limit);
  }

  dropTestimony(rows: readonly RowName[]): void {
    if (rows.length === 0) return;
    this.fuse.statement();
    const done = new Set(rows.map(keyOf));
    this.keep(
      'testimony',
      this.disk.testimony.filter((row) => !done.has(keyOf(row))),
    );
  }
}
