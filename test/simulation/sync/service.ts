import type { Entities } from '#shared/domain/sync/entity.ts';
import type { ExchangeReply, ExchangeRequest, Live } from '#shared/domain/sync/exchange.ts';
import { CHAIN_START, type Sha256 } from '#shared/domain/sync/op.ts';
import type { Entry, RowState } from '#shared/domain/sync/row.ts';
import { serveExchange } from '#shared/domain/sync/service/exchange.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import type { Random } from '#kit/random.ts';
import { Crash } from './crash.ts';
import type { History } from './history.ts';
import { Life } from './life.ts';
import { NO_STREAM, type MadeImage, type ServiceState } from './memory-service-state.ts';
import { MemoryDatabase, MemoryServiceStore, type Hook } from './memory-service-store.ts';
import { ServiceOracle } from './service-oracle.ts';

/** Microtasks after which every session waits for its turn: more than the longest way between two statements. */
const TURN = 24;

const ON: Hook = () => null;

/** The central service: any number of stateless programs on one database. */
export class Service {
  readonly database = new MemoryDatabase();
  readonly oracle: ServiceOracle;
  program: number;
  readonly #programs: readonly Entities[];
  readonly #sha256: Sha256;
  readonly #pullLimit: number;
  readonly #now: () => number;
  #lives = 0;
  #backups: { readonly state: ServiceState; readonly life: Life }[] = [];

  constructor(parts: {
    programs: readonly Entities[];
    history: History;
    sha256: Sha256;
    now: () => number;
    pullLimit: number;
    program: number;
  }) {
    this.#programs = parts.programs;
    this.#sha256 = parts.sha256;
    this.#pullLimit = parts.pullLimit;
    this.#now = parts.now;
    this.program = parts.program;
    this.oracle = new ServiceOracle(this.database, parts.history, () => this.#entities());
    this.database.watch = (committed) => this.oracle.committed(committed);
    this.database.begin(this.#newLife());
  }

  #entities() {
    return this.#programs[this.program] ?? this.#programs[0]!;
  }

  #newLife(): string {
    this.#lives += 1;
    return `life-${this.#lives}`;
  }

  now(): number {
    const now = this.#now();
    if (now > this.oracle.latest) this.oracle.latest = now;
    return now;
  }

  get epoch(): string {
    return this.database.state.epochs.at(-1)?.id ?? '';
  }

  device(id: string): DeviceState | undefined {
    return this.database.state.devices.get(id);
  }

  /** Makes a device known, or known again after a backup that did not know it. */
  enrol(device: Pick<DeviceState, 'id' | 'role' | 'home' | 'grants'>): void {
    const fresh = { lastSeq: 0, lastHash: CHAIN_START, lastContact: this.now(), revoked: false };
    this.database.state.devices.set(device.id, { ...device, ...fresh });
  }

  revoke(id: string): void {
    const device = this.device(id);
    if (device !== undefined) this.database.state.devices.set(id, { ...device, revoked: true });
  }

  backUp(): void {
    this.#backups = [...this.#backups.slice(-2), { state: this.database.backUp(), life: new Life(this.oracle.life) }];
  }

  /** `false` when there is no backup. */
  restore(random: Random): boolean {
    const backup = this.#backups[random.between(0, this.#backups.length - 1)];
    if (backup === undefined) return false;
    this.database.restore(backup.state, this.#newLife());
    this.oracle.life = new Life(backup.life);
    return true;
  }

  store(hook: Hook = ON): MemoryServiceStore {
    return new MemoryServiceStore(this.database, hook);
  }

  async serve(request: ExchangeRequest, hook: Hook = ON): Promise<ExchangeReply> {
    const parts = {
      store: this.store(hook),
      entities: this.#entities(),
      sha256: this.#sha256,
      pullLimit: this.#pullLimit,
    };
    const reply = await serveExchange({ ...parts, now: () => this.now() }, request);
    const device = this.device(request.device);
    if (device !== undefined) this.oracle.replied(device, reply);
    return reply;
  }

  /** What is told of a stream over a live link, from `prev` on; about `limit` entries of it. */
  async tell(stream: string, prev: number, limit: number): Promise<Live> {
    const entries = await this.store().entries(stream, prev, limit);
    return { epoch: this.epoch, stream, prev, seq: entries.at(-1)?.seq ?? prev, entries };
  }

  /** The image of a stream: the last one, which may be old, or one that is made now. `null`: there is nothing in it. */
  image(stream: string, fresh: boolean): MadeImage | null {
    const { state } = this.database;
    const last = state.images.get(stream);
    if (!fresh && last?.epoch === this.epoch) return last;
    const { commits, digest } = state.streams.get(stream) ?? NO_STREAM;
    if (commits.length === 0) return null;
    const rows = [...state.rows.values()].filter((row) => row.stream === stream).map(entryThatMakes);
    const image = { stream, epoch: this.epoch, seq: commits.length, digest, rows };
    state.images.set(stream, image);
    return image;
  }

  /** As `image`, for a desk that has the stream up to `from`; `null` where it may as well pull. */
  imageAfter(stream: string, from: number, random: Random): MadeImage | null {
    const cleared = this.database.state.streams.get(stream)?.cleared ?? 0;
    if (cleared <= from && random.chance(0.5)) return null;
    const image = this.image(stream, random.chance(0.3));
    return image !== null && image.seq > from ? image : null;
  }

  /** Clears away what an image holds of a log. */
  shorten(stream: string, random: Random): void {
    const held = this.image(stream, random.chance(0.5))?.seq ?? 0;
    const before = this.database.state.streams.get(stream);
    if (before === undefined || before.cleared >= held) return;
    this.database.state.streams.set(stream, { ...before, cleared: random.between(before.cleared + 1, held) });
  }

  /** Up to here every backup that may be put back has the ops of a device. */
  backedUp(device: string): number {
    return Math.min(...this.#backups.map(({ state }) => state.devices.get(device)?.lastSeq ?? 0));
  }

  headOf(stream: string): number {
    return this.database.state.heads()[stream] ?? 0;
  }

  /** Several exchanges at once: before every statement it is drawn who goes on. */
  async race(requests: readonly ExchangeRequest[], random: Random): Promise<readonly (ExchangeReply | null)[]> {
    const turns: (() => void)[] = [];
    const hook: Hook = () => new Promise<void>((go) => turns.push(go));
    this.database.locks.used = true;
    const failures: unknown[] = [];
    let open = requests.length;
    const running = requests.map(async (request) => {
      try {
        return await this.serve(request, hook);
      } catch (error) {
        if (!(error instanceof Crash)) failures.push(error);
        return null;
      } finally {
        open -= 1;
      }
    });
    while (open > 0) {
      for (let n = 0; n < TURN; n += 1) await Promise.resolve();
      const [go] = turns.splice(random.between(0, turns.length - 1), 1);
      go?.();
    }
    this.database.locks.used = false;
    const replies = await Promise.all(running);
    for (const failure of failures) throw failure instanceof Error ? failure : new Error(String(failure));
    return replies;
  }
}

function entryThatMakes({ entity, id, seq, values, made, marks }: RowState): Entry {
  const stamps = Object.fromEntries(Object.entries(marks).map(([field, { stamp }]) => [field, stamp]));
  return { entity, id, seq, values, made: made.stamp, stamps, before: 0 };
}

/** A hook under which the service ends at one of its next statements. */
export function crashing(random: Random): Hook {
  let left = random.between(1, 16);
  return () => {
    left -= 1;
    if (left === 0) throw new Crash('service');
    return null;
  };
}
