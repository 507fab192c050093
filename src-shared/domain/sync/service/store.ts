import type { EpochMs } from '../../../base/clock.ts';
import type { HybridTime } from '../../../base/hybrid-clock.ts';
import type { Digest } from '../digest.ts';
import type { Role } from '../entity.ts';
import type { Received } from '../merge.ts';
import type { Taken } from '../op.ts';
import type { Entry, RowState } from '../row.ts';

/** A desk as the service knows it. */
export interface DeviceState {
  readonly id: string;
  readonly role: Role;
  /** Where its new rows go. */
  readonly home: string;
  /** The streams that it may read, and whether it may write there too. */
  readonly grants: Readonly<Record<string, 'read' | 'write'>>;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly lastContact: EpochMs;
  readonly revoked: boolean;
}

export interface RowKey {
  readonly entity: string;
  readonly id: string;
}

/** An op that was taken out of the way: acknowledged, kept whole, and shown to a supervisor. */
export interface Quarantined {
  readonly device: string;
  readonly op: Received['op'];
  readonly hash: string;
  readonly bounded: HybridTime;
  readonly reason: string;
  /** The row that it waits for; it is tried again when that is made. `null`: only a person can decide. */
  readonly waitsFor: string | null;
}

/** One life of the service: a restored backup begins another one. */
export interface Epoch {
  readonly id: string;
  /** How far each stream was when it began. */
  readonly heads: Readonly<Record<string, number>>;
}

export interface StreamHead {
  readonly head: number;
  readonly digest: Digest;
}

/**
 * What the service's rules need of a database. All of a transaction happens, or nothing; rows and the device stay locked to
 * its end. Two services on one database run these side by side.
 */
export interface ServiceStore {
  transaction<T>(work: (transaction: ServiceTransaction) => Promise<T>): Promise<T>;
  device(id: string): Promise<DeviceState | null>;
  /** All lives, the oldest first; the last is the present one. */
  epochs(): Promise<readonly Epoch[]>;
  heads(streams: readonly string[]): Promise<ReadonlyMap<string, StreamHead>>;
  /** Commits after `seq`, whole ones, at most about so many entries. */
  entries(stream: string, seq: number, limit: number): Promise<readonly Entry[]>;
  quarantined(device: string, after: number): Promise<readonly { readonly seq: number; readonly reason: string }[]>;
}

export interface ServiceTransaction {
  lockDevice(id: string): Promise<DeviceState | null>;
  /** Another device than the one that is locked, as it is by now. */
  device(id: string): Promise<DeviceState | null>;
  /** Locks these keys, whether there is a row yet or not, in one order whoever asks, and gives those that exist, by `keyOf`. */
  lockRows(keys: readonly RowKey[]): Promise<ReadonlyMap<string, RowState>>;
  /**
   * Keeps these ops for good, by `nameOf`, and gives the names that were kept before: those ops are done, under this or a former
   * identity of their desk. Names stay locked to the end of the transaction.
   */
  noteOps(ops: readonly Received[]): Promise<ReadonlySet<string>>;
  /** Which of the ops of these names were taken in, also in this transaction, and where. */
  takenOf(names: readonly string[]): Promise<ReadonlyMap<string, Taken>>;
  /** Takes out of quarantine what waits for these rows, in the order in which it came. */
  takeWaiting(keys: readonly string[]): Promise<readonly Quarantined[]>;
  quarantine(ops: readonly Quarantined[]): Promise<void>;
  saveDevice(device: DeviceState): Promise<void>;
  /**
   * Ends the transaction: gives each stream its next number and stores its rows and entries at it. The last statements, since
   * they lock the stream to the end: so the order of numbers is the order of commits, and a reader never misses one.
   */
  commit(writes: readonly StreamWrite[]): Promise<void>;
}

/** What one transaction writes into one stream; rows and entries are made when its number is known. */
export interface StreamWrite {
  readonly stream: string;
  at(
    seq: number,
    digest: Digest,
  ): { readonly rows: readonly RowState[]; readonly entries: readonly Entry[]; readonly digest: Digest };
}
