import { canonicalJson, type Json } from '#shared/base/canonical-json.ts';
import { tick, compareHybrid, type HybridTime } from '#shared/base/hybrid-clock.ts';
import { beforeEdit } from '#shared/domain/sync/desk/edit.ts';
import { PendingFields, type Written } from '#shared/domain/sync/desk/pending.ts';
import type { DeskStatus, DeskStore, RowName, Version, Withheld } from '#shared/domain/sync/desk/store.ts';
import { fieldOf, fits, referencesOf, type Entities } from '#shared/domain/sync/entity.ts';
import { targetOf } from '#shared/domain/sync/merge.ts';
import { CHAIN_START, hashOp, keyOf, nameFrom, valuesOf, type Change, type Op } from '#shared/domain/sync/op.ts';
import type { Sha256, Values } from '#shared/domain/sync/op.ts';
import { contribution, EMPTY_DIGEST, plus, type Digest } from '#shared/domain/sync/digest.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { Stamp } from '#shared/domain/sync/stamp.ts';
import type { Fuse } from './crash.ts';
import { UndoLog, UndoMap } from './undo-map.ts';

interface Deferred {
  readonly stream: string;
  readonly entry: Entry;
}

interface Row extends RowName {
  readonly values: Values;
}

/** An op as it was written, with what the person at the desk knew of in the fields that it writes. */
export interface Made {
  readonly op: Op;
  readonly hash: string;
  readonly prev: string;
  /** What they had before their eyes. */
  readonly saw: Values;
  /** What they had written there last, or cleared, whatever became of it. */
  readonly own: Values;
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

export class MemoryDeskStore implements DeskStore {
  entities: Entities;
  /** The rows that were written since somebody looked. */
  written: RowName[] = [];
  readonly #sha256: Sha256;
  readonly #fuse: Fuse;
  readonly #log = new UndoLog();
  #pending = new PendingFields();
  readonly #disk: Disk;
  readonly #rows: UndoMap<Row>;
  readonly #versions: UndoMap<Version>;
  readonly #withheld: UndoMap<Withheld>;
  readonly #quarantined: UndoMap<string>;
  /** Where a row lives that the service has not confirmed yet. */
  readonly #homes: UndoMap<string>;
  /** What was written or cleared here last, by row. */
  readonly #own: UndoMap<Values>;

  constructor(parts: { device: string; entities: Entities; sha256: Sha256; fuse: Fuse }, from?: MemoryDeskStore) {
    this.entities = parts.entities;
    this.#sha256 = parts.sha256;
    this.#fuse = parts.fuse;
    const status = { device: parts.device, epoch: null, cursors: {}, acknowledged: 0, settled: 0, awaited: [] };
    const none = { ops: [], hashes: [], deferred: [], testimony: [], files: [] };
    const clock = { wall: 0, counter: 0 };
    this.#disk = from === undefined ? { status, ...none, cleared: 0, clock } : { ...from.#disk };
    this.#rows = new UndoMap(this.#log, from === undefined ? undefined : from.#rows);
    this.#versions = new UndoMap(this.#log, from === undefined ? undefined : from.#versions);
    this.#withheld = new UndoMap(this.#log, from === undefined ? undefined : from.#withheld);
    this.#quarantined = new UndoMap(this.#log, from === undefined ? undefined : from.#quarantined);
    this.#homes = new UndoMap(this.#log, from === undefined ? undefined : from.#homes);
    this.#own = new UndoMap(this.#log, from === undefined ? undefined : from.#own);
  }

  /** The same disk once more: a copied profile, or an image to come back to. */
  copy(fuse: Fuse): MemoryDeskStore {
    return new MemoryDeskStore({ device: '', entities: this.entities, sha256: this.#sha256, fuse }, this);
  }

  #set<K extends keyof Disk>(key: K, value: Disk[K]): void {
    const disk = this.#disk;
    const before = disk[key];
    this.#log.add(() => {
      disk[key] = before;
    });
    disk[key] = value;
  }

  atomically<T>(work: () => T): T {
    return this.#log.atomically(() => {
      const result = work();
      this.#fuse.statement();
      return result;
    });
  }

  status(): DeskStatus {
    return this.#disk.status;
  }

  saveStatus(status: DeskStatus): void {
    this.#fuse.statement();
    this.#set('status', status);
  }

  lastSeq(): number {
    return this.#disk.ops.length;
  }

  firstSeq(): number {
    return this.#disk.cleared + 1;
  }

  hashOf(seq: number): string | null {
    if (seq === 0) return CHAIN_START;
    return seq < this.#disk.cleared ? null : (this.#disk.hashes[seq - 1] ?? null);
  }

  /** Ops up to here are not needed any more. */
  clear(seq: number): void {
    if (seq > this.#disk.cleared) this.atomically(() => this.#set('cleared', seq));
  }

  opsAfter(after: number, limit: number): readonly Op[] {
    const { ops, cleared } = this.#disk;
    const seq = Math.max(after, cleared);
    if (seq >= ops.length) return [];
    let end = Math.min(ops.length, seq + limit);
    while (end < ops.length && ops[end - 1]?.last !== true) end += 1;
    return ops.slice(seq, end);
  }

  writtenAfter(seq: number): readonly Written[] {
    return this.#disk.ops.slice(Math.max(seq, this.#disk.cleared)).map((op) => {
      const id = targetOf({ op, hash: this.hashOf(op.seq) ?? '' });
      return { entity: op.entity, id, seq: op.seq, fields: Object.keys(valuesOf(op)) };
    });
  }

  pending(settled: number): PendingFields {
    return this.#pending.follow(this, settled);
  }

  lowerBases(heads: Readonly<Record<string, number>>): void {
    this.#fuse.statement();
    const lowered = (op: Op): Op => {
      const base = Math.min(op.base, heads[op.stream] ?? 0);
      return base === op.base ? op : { ...op, base };
    };
    this.#set('ops', this.#disk.ops.map(lowered));
  }

  becomeDevice(device: string, seq: number): void {
    this.#fuse.statement();
    this.#pending = new PendingFields();
    const { ops, hashes, cleared } = this.#disk;
    const renamed: Op[] = [];
    const chain: string[] = [];
    const noted = new Map<string, string>();
    for (const op of ops) {
      const reason = this.#quarantined.get(String(op.seq));
      if (op.seq <= cleared || (op.seq <= seq && reason === undefined)) continue;
      const again = { ...op, seq: renamed.length + 1, origin: op.origin ?? nameFrom(hashes[op.seq - 1] ?? '') };
      chain.push(hashOp(device, again, chain.at(-1) ?? CHAIN_START, this.#sha256));
      // The others of its transaction are gone.
      renamed.push(op.seq <= seq ? { ...again, last: true } : again);
      if (reason !== undefined) noted.set(String(again.seq), reason);
    }
    for (const old of [...this.#quarantined.keys()]) this.#quarantined.delete(old);
    for (const [each, reason] of noted) this.#quarantined.set(each, reason);
    this.#set('ops', renamed);
    this.#set('hashes', chain);
    this.#set('cleared', 0);
  }

  noteQuarantined(seq: number, reason: string): void {
    this.#fuse.statement();
    this.#quarantined.set(String(seq), reason);
  }

  quarantinedAfter(seq: number): readonly number[] {
    return [...this.#quarantined.keys()].map(Number).filter((each) => each > seq);
  }

  witness(time: HybridTime): void {
    if (compareHybrid(time, this.#disk.clock) > 0) this.#set('clock', { wall: time.wall, counter: time.counter });
  }

  version(row: RowName): Version | null {
    return this.#versions.get(keyOf(row)) ?? null;
  }

  saveVersion(version: Version): void {
    this.#fuse.statement();
    this.#versions.set(keyOf(version), version);
  }

  dropVersion(row: RowName): void {
    this.#fuse.statement();
    this.#versions.delete(keyOf(row));
  }

  versionsAfter(stream: string, seq: number): readonly Version[] {
    return [...this.#versions.values()].filter(
      (each) => each.stream === stream && (each.seq > seq || each.seq === 0 || each.ahead === true),
    );
  }

  has(row: RowName): boolean {
    return this.#rows.has(keyOf(row));
  }

  isOwnItem(): boolean {
    // An own item lies under the name of its op here, so `has` answers for it.
    return false;
  }

  write(row: RowName, values: Values, _made: Stamp | null): boolean {
    this.#fuse.statement();
    const key = keyOf(row);
    const before = this.#rows.get(key);
    if (!this.knowsReferences(row, values)) return false;
    this.#rows.set(key, { entity: row.entity, id: row.id, values: { ...before?.values, ...values } });
    this.written.push(row);
    return true;
  }

  knowsReferences(row: RowName, values: Values): boolean {
    const entity = this.entities.get(row.entity);
    return entity === undefined || referencesOf(entity, values).every((each) => this.#rows.has(keyOf(each)));
  }

  read(row: RowName): Values | null {
    return this.#rows.get(keyOf(row))?.values ?? null;
  }

  remove(row: RowName): void {
    this.#fuse.statement();
    this.#rows.delete(keyOf(row));
    this.written.push(row);
  }

  withheld(row: RowName): Withheld | null {
    return this.#withheld.get(keyOf(row)) ?? null;
  }

  allWithheld(): readonly Withheld[] {
    return this.#withheld.size === 0 ? [] : [...this.#withheld.values()];
  }

  saveWithheld(withheld: Withheld): void {
    this.#fuse.statement();
    this.#withheld.set(keyOf(withheld), withheld);
  }

  dropWithheld(row: RowName): void {
    this.#fuse.statement();
    this.#withheld.delete(keyOf(row));
  }

  defer(stream: string, entry: Entry): void {
    this.#fuse.statement();
    this.#set('deferred', [...this.#disk.deferred, { stream, entry }]);
  }

  deferred(): readonly Deferred[] {
    return this.#disk.deferred;
  }

  deferredOf({ entity, id }: RowName): readonly Entry[] {
    return this.#disk.deferred.flatMap(({ entry }) => (entry.entity === entity && entry.id === id ? [entry] : []));
  }

  dropDeferred(stream: string, entry: Entry): void {
    this.#fuse.statement();
    const others = this.#disk.deferred.filter((each) => each.entry !== entry || each.stream !== stream);
    this.#set('deferred', others);
  }

  /** That a file was written is on the disk before the file is. */
  noteFile(file: number): void {
    this.atomically(() => this.#set('files', [...this.#disk.files, file]));
  }

  wrote(file: number): boolean {
    return this.#disk.files.includes(file);
  }

  queueTestimony(rows: readonly RowName[]): void {
    this.#fuse.statement();
    this.#set(
      'testimony',
      rows.map(({ entity, id }) => ({ entity, id })),
    );
  }

  testimonyQueue(limit: number): readonly RowName[] {
    return this.#disk.testimony.slice(0, limit);
  }

  dropTestimony(rows: readonly RowName[]): void {
    if (rows.length === 0) return;
    this.#fuse.statement();
    const done = new Set(rows.map(keyOf));
    this.#set(
      'testimony',
      this.#disk.testimony.filter((row) => !done.has(keyOf(row))),
    );
  }

  /** One local transaction, as the core of a desk makes it: rows and ops, or nothing. */
  commit(changes: readonly (Change & { readonly stream: string })[], now: number): readonly Made[] {
    return this.atomically(() => changes.map((change, at) => this.#commitOne(change, now, at === changes.length - 1)));
  }

  #commitOne(change: Change & { readonly stream: string }, now: number, last: boolean): Made {
    const { entity, id, kind, body } = change;
    const { ops, hashes, status } = this.#disk;
    const row = { entity, id };
    const stream = this.streamOf(kind === 'append' ? this.#parentOf(change) : row) ?? change.stream;
    const base = beforeEdit(this, row, stream, kind === 'update' ? Object.keys(body) : []);
    const time = tick(this.#disk.clock, now);
    const op: Op = { seq: ops.length + 1, ...time, last, stream, base, entity, id, kind, body };
    const prev = hashes.at(-1) ?? CHAIN_START;
    const hash = hashOp(status.device, op, prev, this.#sha256);
    const target = kind === 'append' ? { entity, id: nameFrom(hash) } : row;
    const before = this.read(target) ?? {};
    const saw = Object.fromEntries(Object.keys(body).map((field) => [field, before[field] ?? null]));
    this.#fuse.statement();
    this.#set('clock', time);
    this.#set('ops', [...ops, op]);
    this.#set('hashes', [...hashes, hash]);
    this.#fuse.statement();
    if (kind !== 'update') this.#homes.set(keyOf(target), stream);
    if (kind !== 'update' || this.has(target)) this.write(target, valuesOf(op), null);
    const own = this.#own.get(keyOf(target)) ?? {};
    // Who clears a field and then writes something else has put that in the place of what was there before.
    const known = Object.keys(body).map((field) => [field, body[field] ?? saw[field] ?? own[field] ?? null] as const);
    this.#own.set(keyOf(target), { ...own, ...Object.fromEntries(known) });
    return { op, hash, prev, saw, own };
  }

  #parentOf({ entity, id }: Change): RowName {
    const declared = this.entities.get(entity);
    const of = declared === undefined ? undefined : fieldOf(declared, 'of')?.refersTo;
    return { entity: of ?? entity, id };
  }

  /** The stream of a row, confirmed or not. */
  streamOf(row: RowName): string | null {
    return this.version(row)?.stream ?? this.#homes.get(keyOf(row)) ?? null;
  }

  /**
   * As the core of a desk copies an image: rows in which it has no part of its own, by themselves. Answers with the digest of what
   * is stored then, and with the rows that are left for the rules.
   */
  lay(stream: string, rows: readonly Entry[]): { readonly laid: Digest; readonly others: readonly Entry[] } {
    const written = this.writtenAfter(this.#disk.status.settled);
    const own = new Set(
      [...written, ...this.#withheld.values(), ...this.#disk.deferred.map(({ entry }) => entry)].map(keyOf),
    );
    const others = rows.filter((row) => own.has(keyOf(row)) || !this.#isAsHere(row, stream));
    for (const version of this.versionsAfter(stream, -1)) this.saveVersion({ ...version, seq: 0 });
    let laid = EMPTY_DIGEST;
    for (const row of rows) {
      if (others.includes(row)) continue;
      const { entity, id, seq, values, made, stamps } = row;
      if (values === null || made === undefined) continue;
      const key = keyOf(row);
      this.#rows.set(key, { entity, id, values: { ...this.#rows.get(key)?.values, ...values } });
      this.written.push(row);
      this.saveVersion({ entity, id, stream, seq, made, stamps });
      laid = plus(laid, contribution(key, seq));
    }
    return { laid, others };
  }

  /** Not here at all, or in the same version; and all of it is known. */
  #isAsHere(row: Entry, stream: string): boolean {
    const entity = this.entities.get(row.entity);
    const isKnown = ([name, value]: [string, Json]): boolean => {
      const field = entity === undefined ? null : fieldOf(entity, name);
      return field !== null && fits(field, value);
    };
    if (entity === undefined || !Object.entries(row.values ?? {}).every(isKnown)) return false;
    const version = this.version(row);
    if (version === null) return !this.has(row);
    const { made, stamps } = row;
    return (
      version.stream === stream &&
      canonicalJson([made ?? null, stamps]) === canonicalJson([version.made, version.stamps])
    );
  }

  rows(): MapIterator<Row> {
    return this.#rows.values();
  }

  versions(): MapIterator<Version> {
    return this.#versions.values();
  }

  hashes(): readonly string[] {
    return this.#disk.hashes;
  }
}
