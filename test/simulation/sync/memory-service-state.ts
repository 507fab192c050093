import { EMPTY_DIGEST, type Digest } from '#shared/domain/sync/digest.ts';
import type { StreamImage } from '#shared/domain/sync/desk/take-image.ts';
import type { Taken } from '#shared/domain/sync/op.ts';
import type { Entry, RowState } from '#shared/domain/sync/row.ts';
import type { DeviceState, Epoch, Quarantined } from '#shared/domain/sync/service/store.ts';

export interface StreamState {
  readonly digest: Digest;
  /** The commit with the number `n` is at `n - 1`. */
  readonly commits: (readonly Entry[])[];
  /** Commits up to here are told to nobody any more: they were cleared away. */
  readonly cleared: number;
}

export const NO_STREAM: StreamState = { digest: EMPTY_DIGEST, commits: [], cleared: 0 };

/** All rows of a stream at a moment, as the entries that would make them. */
export interface MadeImage extends StreamImage {
  readonly rows: readonly Entry[];
}

/** What one transaction changed, told to whoever watches at the moment at which it became true. */
export interface Committed {
  readonly device: { readonly before: DeviceState; readonly after: DeviceState } | null;
  /** The names of ops that were not known before. */
  readonly ops: Iterable<string>;
  readonly rows: readonly { readonly before: RowState | null; readonly after: RowState; readonly entry: Entry }[];
  readonly quarantined: readonly Quarantined[];
  readonly released: readonly Quarantined[];
}

/** All that a service keeps. What is in it is never changed in place, except that maps and commits grow. */
export class ServiceState {
  readonly devices: Map<string, DeviceState>;
  readonly rows: Map<string, RowState>;
  readonly streams: Map<string, StreamState>;
  /** By device. */
  readonly quarantine: Map<string, readonly Quarantined[]>;
  /** By the row that is waited for. */
  readonly waiting: Map<string, readonly Quarantined[]>;
  /** By name, all ops that were taken in. */
  readonly ops: Map<string, Taken>;
  readonly epochs: Epoch[];
  /** The last image of each stream. */
  readonly images: Map<string, MadeImage>;

  constructor(from?: ServiceState) {
    this.devices = new Map(from?.devices);
    this.rows = new Map(from?.rows);
    this.streams = new Map();
    for (const [name, { commits, ...stream }] of from?.streams ?? [])
      this.streams.set(name, { ...stream, commits: [...commits] });
    this.quarantine = new Map(from?.quarantine);
    this.waiting = new Map(from?.waiting);
    this.ops = new Map(from?.ops);
    this.epochs = [...(from?.epochs ?? [])];
    this.images = new Map(from?.images);
  }

  heads(): Record<string, number> {
    return Object.fromEntries([...this.streams].map(([stream, { commits }]) => [stream, commits.length]));
  }

  /** Whether a supervisor finds this op aside. */
  isAside(device: string, seq: number): boolean {
    return this.quarantine.get(device)?.some(({ op }) => op.seq === seq) ?? false;
  }
}
