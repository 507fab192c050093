import type { HybridTime } from '../../../base/hybrid-clock.ts';
import type { Digest } from '../digest.ts';
import type { Op, Values } from '../op.ts';
import type { Entry } from '../row.ts';
import type { Stamp } from '../stamp.ts';
import type { PendingFields, Written } from './pending.ts';

export interface RowName {
  readonly entity: string;
  readonly id: string;
}

/** How far this desk has a stream, and the digest of what it stores of it. */
export interface Cursor {
  readonly seq: number;
  readonly digest: Digest;
}

export interface DeskStatus {
  readonly device: string;
  /** The life of the service that the cursors belong to; `null` before the first contact. */
  readonly epoch: string | null;
  readonly cursors: Readonly<Record<string, Cursor>>;
  /** The service has all ops up to here. */
  readonly acknowledged: number;
  /**
   * What became of all ops up to here was pulled: nothing has to be laid over the rows for them any more. More than
   * `acknowledged` while a restored service does not have all of them again.
   */
  readonly settled: number;
  /** Ops that the service has, and how far the streams must be pulled to have their results; the oldest first. */
  readonly awaited: readonly { readonly op: number; readonly heads: Readonly<Record<string, number>> }[];
  /** Taken out of service: `acknowledged` counts what was handed over since. */
  readonly leaving?: boolean;
}

/** What the service confirmed of a row: which version this desk has, and who wrote what. */
export interface Version extends RowName {
  readonly stream: string;
  /** 0 while a restored service has not told it anew. */
  readonly seq: number;
  readonly made: Stamp;
  readonly stamps: Readonly<Record<string, Stamp>>;
  /** Has values of a former life that the present one has not given back: should it be restored in its turn, it is told again. */
  readonly ahead?: boolean;
}

/** Values of the service that are not shown, since own edits of the same fields are not settled yet. */
export interface Withheld extends RowName {
  readonly values: Values;
  /** Edits made before these values are shown have not seen them: their base stays below this. */
  readonly since: number;
}

/** What the rules of the desk's side need of its database. Everything happens inside `atomically`, or not at all. */
export interface DeskStore {
  atomically<T>(work: () => T): T;
  status(): DeskStatus;
  saveStatus(status: DeskStatus): void;

  /** The sequence of the last op of this device. */
  lastSeq(): number;
  /** The sequence of the first op that is still kept; the next one where none is. What was settled long ago is cleared away. */
  firstSeq(): number;
  /** The hash of an op of this device, `CHAIN_START` for 0, `null` when it is not kept any more or never was. */
  hashOf(seq: number): string | null;
  /** Ops after `seq` in their order: so many, or so long, that they end where a local transaction ends; at least one of these. */
  opsAfter(seq: number, limit: number, length: number): readonly Op[];
  /** What ops after `seq` wrote, in their order. */
  writtenAfter(seq: number): readonly Written[];
  /** What is open when ops up to `settled` are settled; the same one is kept up to date as long as this desk has its name. */
  pending(settled: number): PendingFields;
  /** No op has seen more of a stream than these: what came after was undone by a restored service. */
  lowerBases(heads: Readonly<Record<string, number>>): void;
  /**
   * Ops after `seq` are issued again by another identity of this desk, from 1 on, with their first name in `origin`; before them those
   * that were noted as quarantined, which led to nothing that could be told, and stay noted. The others are not needed any more. The
   * chain begins anew. Called by `takeIdentity`, which sets the status.
   */
  becomeDevice(device: string, seq: number): void;
  noteQuarantined(seq: number, reason: string): void;
  /** The ops after `seq` that were noted as quarantined. */
  quarantinedAfter(seq: number): readonly number[];
  /** The desk's clock readings come after everything that it has seen. */
  witness(time: HybridTime): void;

  version(row: RowName): Version | null;
  saveVersion(version: Version): void;
  dropVersion(row: RowName): void;
  /** Versions after `seq`, those of `seq` 0, and those that are ahead. */
  versionsAfter(stream: string, seq: number): readonly Version[];

  /** Whether the row is in its table, confirmed or not. */
  has(row: RowName): boolean;
  /** Whether an item is one that this desk wrote itself, under its present or a former identity, and has. */
  isOwnItem(id: string, made: Stamp): boolean;
  /**
   * Makes a row that is not here (`made`), or sets the given fields of one; a value `null` takes that of an optional field away. `false`,
   * and nothing done, when something that they newly refer to is not here, or when there is no place for it.
   */
  write(row: RowName, values: Values, made: Stamp | null): boolean;
  /** Whether all rows to which these values of a row refer are here. */
  knowsReferences(row: RowName, values: Values): boolean;
  read(row: RowName): Values | null;
  remove(row: RowName): void;

  withheld(row: RowName): Withheld | null;
  allWithheld(): readonly Withheld[];
  saveWithheld(withheld: Withheld): void;
  dropWithheld(row: RowName): void;

  /** Keeps what this program cannot place yet; given back by `deferred` at every start (`placeDeferred`) and pull, until it is taken. */
  defer(stream: string, entry: Entry): void;
  deferred(): readonly { readonly stream: string; readonly entry: Entry }[];
  /** What of it is about this row; asked before every edit. */
  deferredOf(row: RowName): readonly Entry[];
  dropDeferred(stream: string, entry: Entry): void;

  /** The rows to tell a restored service of, in this order, and no others. */
  queueTestimony(rows: readonly RowName[]): void;
  testimonyQueue(limit: number): readonly RowName[];
  dropTestimony(rows: readonly RowName[]): void;
}
