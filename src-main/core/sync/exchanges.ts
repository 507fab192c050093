import { hash } from 'node:crypto';
import type { Disposable } from '#shared/base/disposable.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { LIMITS } from '#shared/contract/sync.ts';
import { absorbReply } from '#shared/domain/sync/desk/absorb.ts';
import { absorbLive } from '#shared/domain/sync/desk/absorb-live.ts';
import { beforeEdit } from '#shared/domain/sync/desk/edit.ts';
import { takeIdentity } from '#shared/domain/sync/desk/identity.ts';
import { PendingFields } from '#shared/domain/sync/desk/pending.ts';
import { placeDeferred } from '#shared/domain/sync/desk/place.ts';
import { prepareExchange } from '#shared/domain/sync/desk/prepare.ts';
import { restartStream } from '#shared/domain/sync/desk/restart.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { Exchanged, ExchangeReply, ExchangeRequest, Live } from '#shared/domain/sync/exchange.ts';
import type { Change } from '../database/journal.ts';
import type { Store, Unit } from '../database/store.ts';
import type { Log } from '../log.ts';
import { SqliteDeskStore, type Arrivals } from './desk-store.ts';
import { DeskImages } from './image/desk-images.ts';
import { renew } from './membership.ts';
import { loadEnrolled, saveEnrolled, type Enrolled } from './status.ts';
import type { Transport, TransportFailure } from './transport.ts';
import { settleWiped, wipe } from './wipe.ts';

const PUSH = { ops: LIMITS.ops, testimony: LIMITS.testimony, length: LIMITS.length };

interface Parts {
  readonly store: Store;
  readonly log: Log;
  readonly transport: Transport;
  /** What came from the service is in its tables; what follows from it is brought up to date in the same transaction. */
  readonly onArrivals: (unit: Unit, arrivals: Arrivals) => void;
  /** A stream came as an image. */
  readonly onImage: () => void;
  /** The service knows this desk and has answered it. */
  readonly onContact: (reply: Exchanged) => void;
}

/** `more`: another exchange is due at once. `unknown`: the service has never heard of this desk. */
export type Outcome =
  | { readonly kind: 'more' | 'done' | 'unknown' | 'revoked' }
  | { readonly kind: 'failed'; readonly failure: TransportFailure };

const DISK_REFUSED: Outcome = { kind: 'failed', failure: { code: 'disk-refused' } };

/** The exchanges of an enrolled desk, one at a time: each is asked, and its reply taken in, in one transaction. */
export class Exchanges implements Disposable {
  readonly #parts: Parts;
  /** Streams that were pulled anew since the start: once is a cure, twice would be a loop. */
  readonly #restarted = new Set<string>();
  readonly #images: DeskImages;
  #enrolled: Enrolled | null;
  #pending: { readonly device: string; readonly fields: PendingFields } | null = null;
  #over = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#images = new DeskImages({ ...parts, deskStore: (unit, enrolled) => this.#deskStore(unit, enrolled) });
    this.#enrolled = loadEnrolled(parts.store.database);
    parts.store.journal.seen = (change) => this.#seen(change);
  }

  /** The database closes: a reply that is still on its way is not taken in; it is asked for again. */
  dispose(): void {
    this.#over = true;
  }

  get enrolled(): Enrolled | null {
    return this.#enrolled;
  }

  /** Belongs to a service from now on. What was done on this desk before is sent under its new name. `false`: not on disk. */
  join(enrolled: Enrolled): boolean {
    return this.#save((unit) => {
      this.#deskStore(unit, enrolled).becomeDevice(enrolled.status.device, 0);
      return enrolled;
    });
  }

  async next(): Promise<Outcome> {
    const { store, transport } = this.#parts;
    const enrolled = this.#enrolled;
    if (enrolled === null) return { kind: 'unknown' };
    const image = await this.#takeImage(enrolled);
    if (image !== null) return image;
    const request = prepareExchange(this.#deskStore(null, enrolled), store.now(), PUSH);
    const answer = await transport.exchange(enrolled, request);
    if (this.#over) return { kind: 'done' };
    if (!answer.ok) return { kind: 'failed', failure: answer.error };
    return this.#absorb(enrolled, request, answer.value);
  }

  /** Takes in what the service told by itself. `false`: it is to be asked. */
  hear(live: Live): boolean {
    const enrolled = this.#enrolled;
    if (this.#over || enrolled === null) return false;
    if (live.epoch !== enrolled.status.epoch) return false;
    const have = enrolled.status.cursors[live.stream]?.seq ?? 0;
    // Most of it is what this desk has sent itself: nothing is written for that.
    if (live.seq === have || (live.seq < have && live.entries.length > 0)) return true;
    if (live.prev !== have) return false;
    const taken = this.#takeIn(enrolled, (desk) => absorbLive(desk, entities, live));
    return taken.ok && taken.value;
  }

  /** `null`: an ordinary exchange is the way. */
  async #takeImage(enrolled: Enrolled): Promise<Outcome | null> {
    const stream = this.#images.wanted(enrolled);
    if (stream === null || enrolled.revoked) return null;
    const taken = await this.#images.take(enrolled, stream, () => this.#over);
    if (this.#over) return { kind: 'done' };
    if (taken.kind === 'failed') return taken;
    if (taken.kind === 'none') return null;
    this.#enrolled = taken.enrolled;
    this.#parts.onImage();
    return { kind: 'more' };
  }

  #absorb(enrolled: Enrolled, request: ExchangeRequest, reply: ExchangeReply): Promise<Outcome> | Outcome {
    const absorbed = this.#takeIn(this.#enrolled ?? enrolled, (desk) => absorbReply(desk, entities, request, reply));
    // What the disk refused is fetched again; nothing of it was kept.
    if (!absorbed.ok) return DISK_REFUSED;
    const result = absorbed.value;
    const next = this.#enrolled ?? enrolled;
    if (result.kind === 'absorbed' && reply.kind === 'exchanged') this.#parts.onContact(reply);
    switch (result.kind) {
      case 'absorbed':
        if (!this.#images.needs(result.shortened)) return { kind: 'failed', failure: { code: 'not-understood' } };
        return {
          kind: this.#restart(next, result.diverged) || result.more || result.shortened.length > 0 ? 'more' : 'done',
        };
      case 'stale':
        return { kind: 'more' };
      case 'forked':
        return this.#renew(next);
      case 'unknown':
        return { kind: 'unknown' };
      case 'revoked':
        return result.over ? this.#leave(next) : { kind: 'more' };
    }
  }

  /** What came, its cursors and what follows from it, in one transaction. */
  #takeIn<T>(enrolled: Enrolled, take: (desk: SqliteDeskStore) => T): Result<T, Failure> {
    const { store, onArrivals } = this.#parts;
    const taken = store.write((unit) => {
      const desk = this.#deskStore(unit, enrolled);
      const result = take(desk);
      if (desk.arrivals.rows.size > 0) {
        store.forget();
        onArrivals(unit, desk.arrivals);
      }
      const next = { ...enrolled, status: desk.status(), lastContact: unit.now };
      unit.touched.sync = true;
      saveEnrolled(store.database, next);
      return ok({ result, next });
    });
    if (!taken.ok) return taken;
    this.#enrolled = taken.value.next;
    return ok(taken.value.result);
  }

  /** Pulls streams again that are not what the service has; whether there is one to pull. */
  #restart(enrolled: Enrolled, diverged: readonly string[]): boolean {
    const streams = diverged.filter((stream) => !this.#restarted.has(stream));
    if (diverged.length > 0) this.#parts.log.error({ streams: diverged.length }, 'streams differ from the service');
    if (streams.length === 0) return false;
    const saved = this.#save((unit) => {
      const desk = this.#deskStore(unit, enrolled);
      for (const stream of streams) restartStream(desk, stream);
      return { ...enrolled, status: desk.status() };
    });
    for (const stream of saved ? streams : []) {
      this.#restarted.add(stream);
      this.#images.restarted(stream);
    }
    return saved;
  }

  /** At the start: perhaps this program knows what waited for a newer one; a desk that was wiped may not be done with it. */
  start(): void {
    const enrolled = this.#enrolled;
    if (enrolled === null) return;
    if (enrolled.revoked) this.#settleWiped();
    else this.#placeDeferred(enrolled);
  }

  #placeDeferred(enrolled: Enrolled): void {
    const { store, onArrivals } = this.#parts;
    store.write((unit) => {
      const desk = this.#deskStore(unit, enrolled);
      placeDeferred(desk, entities);
      if (desk.arrivals.rows.size > 0) {
        store.forget();
        onArrivals(unit, desk.arrivals);
      }
      return ok();
    });
  }

  /** Goes on under a new name; all that is not settled is issued again, and done only once. */
  async #renew(former: Enrolled): Promise<Outcome> {
    const renewed = await renew(this.#parts.transport, former);
    if (this.#over) return { kind: 'done' };
    if (!renewed.ok) return { kind: 'failed', failure: renewed.error };
    const saved = this.#save((unit) => {
      const desk = this.#deskStore(unit, former);
      takeIdentity(desk, renewed.value.status.device);
      return { ...renewed.value, status: desk.status() };
    });
    this.#parts.log.warn({}, 'this desk was a copy of another, or put back; it goes on under a new name');
    return saved ? { kind: 'more' } : DISK_REFUSED;
  }

  #leave(enrolled: Enrolled): Outcome {
    const { store, log } = this.#parts;
    const saved = this.#save(() => {
      wipe(store.database);
      return { ...enrolled, revoked: true };
    });
    if (!saved) return DISK_REFUSED;
    log.warn({}, 'this desk was revoked and wiped');
    this.#settleWiped();
    return { kind: 'revoked' };
  }

  #settleWiped(): void {
    const { store, log } = this.#parts;
    if (!settleWiped(store.database)) log.error({ code: 'wipe-not-settled' }, 'the wiped file could not be rewritten');
  }

  #save(work: (unit: Unit) => Enrolled): boolean {
    const { store } = this.#parts;
    const saved = store.write((unit) => {
      const next = work(unit);
      saveEnrolled(store.database, next);
      store.forget();
      for (const all of ['contacts', 'allCountdowns', 'lists', 'notices', 'sync'] as const) unit.touched[all] = true;
      return ok(next);
    });
    if (saved.ok) this.#enrolled = saved.value;
    return saved.ok;
  }

  /** What a change had seen of its stream. Asked in its transaction, before it is written. */
  #seen({ kind, entity, id, body }: Change): number {
    const enrolled = this.#enrolled;
    if (enrolled === null || kind !== 'update') return 0;
    const desk = this.#deskStore(null, enrolled);
    const stream = desk.version({ entity, id })?.stream ?? enrolled.home;
    return beforeEdit(desk, { entity, id }, stream, Object.keys(body));
  }

  #pendingOf(device: string): PendingFields {
    if (this.#pending?.device !== device) this.#pending = { device, fields: new PendingFields() };
    return this.#pending.fields;
  }

  #deskStore(unit: Unit | null, enrolled: Enrolled): SqliteDeskStore {
    const { store } = this.#parts;
    const sha256 = (text: string): string => hash('sha256', text);
    const { database, journal } = store;
    const now = unit?.now ?? store.now();
    const pending = this.#pendingOf(enrolled.status.device);
    return new SqliteDeskStore({ database, journal, entities, sha256, now, enrolled, pending });
  }
}
