import { absorbReply, type Absorbed } from '#shared/domain/sync/desk/absorb.ts';
import { takeIdentity } from '#shared/domain/sync/desk/identity.ts';
import { mayTakeImage, takeImage } from '#shared/domain/sync/desk/take-image.ts';
import { placeDeferred } from '#shared/domain/sync/desk/place.ts';
import { nextPush, prepareAhead, prepareExchange, type Limits } from '#shared/domain/sync/desk/prepare.ts';
import type { Entities } from '#shared/domain/sync/entity.ts';
import type { Asked, ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { keyOf, nameOf, type Values } from '#shared/domain/sync/op.ts';
import { Fuse } from './crash.ts';
import { DeskOracle } from './desk-oracle.ts';
import type { History, OpRecord } from './history.ts';
import { layImage } from './memory-image.ts';
import type { MadeImage } from './memory-service-state.ts';
import type { MemoryDeskStore } from './memory-desk-store.ts';
import type { Work } from './work.ts';

/** Undoes what was taken of an image. */
class Differs extends Error {}

/** A desk: its disk, its clock, its program, and what was promised there. */
export class Desk {
  readonly name: string;
  readonly fuse = new Fuse();
  store: MemoryDeskStore;
  oracle: DeskOracle;
  program: number;
  /** How far its clock is from the true time. */
  offset = 0;
  /** Until when it has no link. */
  offlineUntil = 0;
  living = true;
  /** What follows in these streams is only to be had as an image. */
  shortened: readonly string[] = [];
  /** There is another of it, or was: its disk was copied or put back. */
  isCopied = false;
  /** A copy of its disk, which may be put back. */
  former: { readonly store: MemoryDeskStore; readonly oracle: DeskOracle } | null = null;
  /** What it had when the service was restored last: none of it may be missing in the end. */
  memory: ReadonlyMap<string, readonly Values[]> | null = null;

  constructor(name: string, store: (fuse: Fuse) => MemoryDeskStore, program: number, oracle?: DeskOracle) {
    this.name = name;
    this.program = program;
    this.store = store(this.fuse);
    this.oracle = new DeskOracle(this.store.status(), oracle);
  }

  get device(): string {
    return this.store.status().device;
  }

  commit(works: readonly Work[], now: number, history: History): readonly OpRecord[] {
    const records = this.store.commit(works, now).map((made) => history.made(made));
    for (const record of records) if (this.store.has(record.op)) this.oracle.wrote(record);
    return records;
  }

  request(now: number, limits: Limits): ExchangeRequest {
    return prepareExchange(this.store, now, limits);
  }

  /** What it may send before it takes in the reply. */
  requestAhead(asked: ExchangeRequest, reply: ExchangeReply, now: number, limits: Limits): ExchangeRequest | null {
    const push = nextPush(this.store, asked, limits);
    return push === null ? null : prepareAhead(asked, reply, push, now);
  }

  /** The names of the ops that are sent, and whether their results were seen here. */
  sentIn({ push }: ExchangeRequest): readonly { readonly name: string; readonly settled: boolean }[] {
    const aside = new Set(this.store.quarantinedAfter(0));
    const { settled } = this.store.status();
    return (push?.ops ?? []).map((op) => {
      const name = nameOf({ op, hash: this.store.hashOf(op.seq) ?? '' });
      return { name, settled: op.seq <= settled && !aside.has(op.seq) };
    });
  }

  absorb(asked: Asked, reply: ExchangeReply): Absorbed {
    return absorbReply(this.store, this.store.entities, asked, reply);
  }

  become(device: string, history: History): void {
    takeIdentity(this.store, device);
    for (const op of this.store.opsAfter(0, Number.MAX_SAFE_INTEGER)) {
      history.named(op, this.store.hashOf(op.seq) ?? '', this.store.hashOf(op.seq - 1) ?? '');
    }
    this.oracle.renamed(this.store.status());
  }

  /** A whole stream at once. `not-wanted`: there are things to be told first, or more than this is here. */
  takeImage(image: MadeImage): 'taken' | 'not-wanted' | 'differs' {
    const { store } = this;
    if (!mayTakeImage(store, image)) return 'not-wanted';
    try {
      store.atomically(() => {
        const { laid, others } = layImage(store, image.stream, image.rows);
        if (!takeImage(store, store.entities, image, laid, others)) throw new Differs();
      });
      return 'taken';
    } catch (error) {
      if (!(error instanceof Differs)) throw error;
      store.written = [];
      return 'differs';
    }
  }

  /** Starts as a newer program. */
  upgrade(entities: Entities): void {
    this.store.entities = entities;
    placeDeferred(this.store, entities);
  }

  copyDisk(): void {
    const oracle = new DeskOracle(this.store.status(), this.oracle);
    this.former = { store: this.store.copy(new Fuse()), oracle };
  }

  rollBack(): void {
    if (this.former === null) return;
    this.isCopied = true;
    const { entities } = this.store;
    this.store = this.former.store.copy(this.fuse);
    this.upgrade(entities);
    this.oracle = new DeskOracle(this.store.status(), this.former.oracle);
    this.memory = null;
  }

  remember(): void {
    const memory = new Map<string, Values[]>();
    for (const row of this.store.rows()) memory.set(keyOf(row), [row.values]);
    for (const withheld of this.store.allWithheld()) memory.get(keyOf(withheld))?.push(withheld.values);
    for (const { entry } of this.store.deferred()) {
      const key = keyOf(entry);
      memory.set(key, [...(memory.get(key) ?? []), entry.values ?? {}]);
    }
    this.memory = memory;
  }
}
