import type { Received } from '#shared/domain/sync/merge.ts';
import { keyOf, nameOf, type Taken } from '#shared/domain/sync/op.ts';
import type { Entry, RowState } from '#shared/domain/sync/row.ts';
import type {
  DeviceState,
  Epoch,
  Quarantined,
  RowKey,
  ServiceStore,
  ServiceTransaction,
  StreamHead,
  StreamWrite,
} from '#shared/domain/sync/service/store.ts';
import { Crash } from './crash.ts';
import { Locks } from './memory-locks.ts';
import { NO_STREAM, ServiceState, type Committed } from './memory-service-state.ts';

/** Runs before every statement; may throw a `Crash`, or hold the statement back until another session had its turn. */
export type Hook = (statement: string) => Promise<void> | null;

/** The database of a service in memory. Several sessions, those of several services too, work on it at once. */
export class MemoryDatabase {
  state = new ServiceState();
  readonly locks = new Locks();
  /** How often a service began: more than once when a backup was restored. */
  lives = 0;
  /** Told of every transaction, right after it was committed. */
  watch: (committed: Committed) => void = () => undefined;

  begin(epoch: string): void {
    this.lives += 1;
    this.state.epochs.push({ id: epoch, heads: this.state.heads() });
  }

  backUp(): ServiceState {
    return new ServiceState(this.state);
  }

  restore(backup: ServiceState, epoch: string): void {
    this.state = new ServiceState(backup);
    this.begin(epoch);
  }
}

export class MemoryServiceStore implements ServiceStore {
  readonly #database: MemoryDatabase;
  readonly #hook: Hook;

  constructor(database: MemoryDatabase, hook: Hook) {
    this.#database = database;
    this.#hook = hook;
  }

  async transaction<T>(work: (transaction: ServiceTransaction) => Promise<T>): Promise<T> {
    await this.#hook('begin');
    const transaction = new MemoryTransaction(this.#database, this.#hook);
    try {
      const result = await work(transaction);
      await this.#hook('commit');
      transaction.apply();
      return result;
    } finally {
      this.#database.locks.release(transaction);
    }
  }

  async device(id: string): Promise<DeviceState | null> {
    await this.#hook('device');
    return this.#database.state.devices.get(id) ?? null;
  }

  async epochs(): Promise<readonly Epoch[]> {
    await this.#hook('epochs');
    return this.#database.state.epochs;
  }

  async heads(streams: readonly string[]): Promise<ReadonlyMap<string, StreamHead>> {
    await this.#hook('heads');
    return new Map(
      streams.map((stream) => {
        const { commits, digest } = this.#database.state.streams.get(stream) ?? NO_STREAM;
        return [stream, { head: commits.length, digest }];
      }),
    );
  }

  async entries(stream: string, seq: number, limit: number): Promise<readonly Entry[]> {
    await this.#hook('entries');
    const { commits, cleared } = this.#database.state.streams.get(stream) ?? NO_STREAM;
    const entries: Entry[] = [];
    for (let at = Math.max(seq, cleared); at < commits.length && entries.length < limit; at += 1)
      entries.push(...(commits[at] ?? []));
    return entries;
  }

  async quarantined(device: string, after: number): Promise<readonly { seq: number; reason: string }[]> {
    await this.#hook('quarantined');
    const all = this.#database.state.quarantine.get(device) ?? [];
    return all.flatMap(({ op: { seq }, reason }) => (seq > after ? [{ seq, reason }] : []));
  }
}

interface Placed {
  readonly stream: string;
  readonly rows: readonly RowState[];
  readonly entries: readonly Entry[];
  readonly digest: StreamHead['digest'];
}

class MemoryTransaction implements ServiceTransaction {
  readonly #database: MemoryDatabase;
  readonly #state: ServiceState;
  readonly #hook: Hook;
  readonly #released: Quarantined[] = [];
  readonly #quarantined: Quarantined[] = [];
  readonly #ops = new Map<string, Taken>();
  #device: DeviceState | null = null;
  #placed: Placed[] = [];

  constructor(database: MemoryDatabase, hook: Hook) {
    this.#database = database;
    this.#state = database.state;
    this.#hook = hook;
  }

  async lockDevice(id: string): Promise<DeviceState | null> {
    await this.#hook('lockDevice');
    await this.#database.locks.take(this, `device ${id}`);
    return this.#state.devices.get(id) ?? null;
  }

  async device(id: string): Promise<DeviceState | null> {
    await this.#hook('device');
    return this.#state.devices.get(id) ?? null;
  }

  async lockRows(keys: readonly RowKey[]): Promise<ReadonlyMap<string, RowState>> {
    await this.#hook('lockRows');
    const found = new Map<string, RowState>();
    const names = keys.map(keyOf);
    if (this.#database.locks.used) names.sort();
    for (const key of names) {
      await this.#database.locks.take(this, key);
      const row = this.#state.rows.get(key);
      if (row !== undefined) found.set(key, row);
    }
    return found;
  }

  async noteOps(ops: readonly Received[]): Promise<ReadonlySet<string>> {
    await this.#hook('noteOps');
    const known = new Set<string>();
    for (const received of ops) {
      const name = nameOf(received);
      await this.#database.locks.take(this, `op ${name}`);
      if (this.#state.ops.has(name)) known.add(name);
      else this.#ops.set(name, { device: received.device, seq: received.op.seq });
    }
    return known;
  }

  async takenOf(names: readonly string[]): Promise<ReadonlyMap<string, Taken>> {
    await this.#hook('takenOf');
    const takenAs = (name: string): Taken | undefined => this.#state.ops.get(name) ?? this.#ops.get(name);
    return new Map(
      names.flatMap((name) => {
        const taken = takenAs(name);
        return taken === undefined ? [] : [[name, taken] as const];
      }),
    );
  }

  async takeWaiting(keys: readonly string[]): Promise<readonly Quarantined[]> {
    await this.#hook('takeWaiting');
    const taken = keys.flatMap((key) => this.#state.waiting.get(key) ?? []);
    const fresh = taken.filter((waiting) => !this.#released.includes(waiting));
    this.#released.push(...fresh);
    return fresh;
  }

  async quarantine(ops: readonly Quarantined[]): Promise<void> {
    await this.#hook('quarantine');
    this.#quarantined.push(...ops);
  }

  async saveDevice(device: DeviceState): Promise<void> {
    await this.#hook('saveDevice');
    this.#device = device;
  }

  async commit(writes: readonly StreamWrite[]): Promise<void> {
    const placed: Placed[] = [];
    for (const write of writes) {
      await this.#hook('stream');
      await this.#database.locks.take(this, `stream ${write.stream}`);
      const { commits, digest } = this.#state.streams.get(write.stream) ?? NO_STREAM;
      placed.push({ stream: write.stream, ...write.at(commits.length + 1, digest) });
    }
    this.#placed = placed;
  }

  /** Everything at once, as a database does when it has written its log. */
  apply(): void {
    const state = this.#state;
    // The transaction of a service that was taken off its database, while a backup was put in its place.
    if (state !== this.#database.state) throw new Crash('connection lost');
    for (const waiting of this.#released) remove(state, waiting);
    for (const aside of this.#quarantined) add(state, aside);
    for (const [name, taken] of this.#ops) state.ops.set(name, taken);
    const after = this.#device;
    const device = after === null ? null : { before: state.devices.get(after.id) ?? after, after };
    if (after !== null) state.devices.set(after.id, after);
    const rows: Committed['rows'][number][] = [];
    for (const { stream, rows: written, entries, digest } of this.#placed) {
      const { commits, cleared } = state.streams.get(stream) ?? { ...NO_STREAM, commits: [] };
      commits.push(entries);
      state.streams.set(stream, { commits, digest, cleared });
      for (const [at, row] of written.entries()) {
        const key = keyOf(row);
        const entry = entries[at];
        if (entry !== undefined) rows.push({ before: state.rows.get(key) ?? null, after: row, entry });
        state.rows.set(key, row);
      }
    }
    this.#database.watch({
      device,
      ops: this.#ops.keys(),
      rows,
      quarantined: this.#quarantined,
      released: this.#released,
    });
  }
}

function add(state: ServiceState, aside: Quarantined): void {
  state.quarantine.set(aside.device, [...(state.quarantine.get(aside.device) ?? []), aside]);
  if (aside.waitsFor === null) return;
  state.waiting.set(aside.waitsFor, [...(state.waiting.get(aside.waitsFor) ?? []), aside]);
}

function remove(state: ServiceState, aside: Quarantined): void {
  const others = (all: readonly Quarantined[] = []): readonly Quarantined[] => all.filter((each) => each !== aside);
  state.quarantine.set(aside.device, others(state.quarantine.get(aside.device)));
  if (aside.waitsFor !== null) state.waiting.set(aside.waitsFor, others(state.waiting.get(aside.waitsFor)));
}
