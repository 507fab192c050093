import { setImmediate as turn } from 'node:timers/promises';
import type { Disposable } from '#shared/base/disposable.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { LIMITS } from '#shared/contract/sync.ts';
import { absorbReply, type Absorbed } from '#shared/domain/sync/desk/absorb.ts';
import { absorbLive } from '#shared/domain/sync/desk/absorb-live.ts';
import { takeIdentity } from '#shared/domain/sync/desk/identity.ts';
import { nextPush, prepareAhead, prepareExchange } from '#shared/domain/sync/desk/prepare.ts';
import { restartStream } from '#shared/domain/sync/desk/restart.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { Asked, Exchanged, ExchangeReply, ExchangeRequest, Live } from '#shared/domain/sync/exchange.ts';
import type { Store } from '../database/store.ts';
import type { Log } from '../log.ts';
import { DeskImages } from './image/desk-images.ts';
import { renew } from './membership.ts';
import type { Standing } from './standing.ts';
import type { Enrolled } from './status.ts';
import type { Transport, TransportFailure } from './transport.ts';

/** What goes into one request. */
export const PUSH = { ops: LIMITS.ops, testimony: LIMITS.testimony, length: LIMITS.length };

interface Parts {
  readonly store: Store;
  readonly log: Log;
  readonly transport: Transport;
  readonly standing: Standing;
  /** A stream came as an image. */
  readonly onImage: () => void;
  /** The service knows this desk and has answered it. */
  readonly onContact: (reply: Exchanged) => void;
}

/** So many rounds of the process, and what was given to `fetch` is in its socket: what keeps the process busy then does not hold it up. */
const ROUNDS_TO_LEAVE = 2;

/** `more`: another exchange is due at once. `unknown`: the service has never heard of this desk. */
export type Outcome =
  | { readonly kind: 'more' | 'done' | 'unknown' | 'revoked' }
  | { readonly kind: 'failed'; readonly failure: TransportFailure };

const DISK_REFUSED: Outcome = { kind: 'failed', failure: { code: 'disk-refused' } };

interface Sent {
  readonly request: ExchangeRequest;
  readonly answer: Promise<Result<ExchangeReply, TransportFailure>>;
}

/**
 * The exchanges of an enrolled desk. Each is asked, and its reply taken in, in one transaction; one is under way at a time, which may
 * have been sent before the reply to the one before was taken in.
 */
export class Exchanges implements Disposable {
  readonly images: DeskImages;
  readonly #parts: Parts;
  /** Streams that were pulled anew since the start: once is a cure, twice would be a loop. */
  readonly #restarted = new Set<string>();
  #ahead: Sent | null = null;
  #over = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.images = new DeskImages(parts);
  }

  /** The database closes: a reply that is still on its way is not taken in; it is asked for again. */
  dispose(): void {
    this.#over = true;
  }

  /** Belongs to a service from now on. What was done on this desk before is sent under its new name. `false`: not on disk. */
  join(enrolled: Enrolled): boolean {
    const { standing } = this.#parts;
    return standing.save((unit) => {
      standing.desk(enrolled, unit).becomeDevice(enrolled.status.device, 0);
      return enrolled;
    });
  }

  async next(): Promise<Outcome> {
    const { enrolled } = this.#parts.standing;
    if (enrolled === null) return { kind: 'unknown' };
    const image = this.#ahead === null ? await this.#takeImage(enrolled) : null;
    if (image !== null) return image;
    const sent = this.#ahead ?? (await this.#send(enrolled, this.#prepare(enrolled)));
    this.#ahead = null;
    const answer = await this.#answerTo(enrolled, sent);
    if (this.#over) return { kind: 'done' };
    if (!answer.ok) return { kind: 'failed', failure: answer.error };
    const absorbed = this.take(sent.request, answer.value, 'now');
    return absorbed === null ? DISK_REFUSED : this.#follow(absorbed, answer.value);
  }

  #prepare(enrolled: Enrolled): ExchangeRequest {
    const { store, standing } = this.#parts;
    return prepareExchange(standing.desk(enrolled), store.now(), PUSH);
  }

  /** While the service works, this desk makes the next push ready; while this desk takes in the answer, the service has that to work on. */
  async #answerTo(enrolled: Enrolled, { request, answer: awaited }: Sent): Sent['answer'] {
    const { store, standing } = this.#parts;
    const push = this.#over ? null : nextPush(standing.desk(enrolled), request, PUSH);
    const answer = await awaited;
    const next = push === null || !answer.ok ? null : prepareAhead(request, answer.value, push, store.now());
    if (next !== null && !this.#over) this.#ahead = await this.#send(enrolled, next);
    return answer;
  }

  /** Resolves when it is on its way, or has come to nothing. */
  async #send(enrolled: Enrolled, request: ExchangeRequest): Promise<Sent> {
    const answer = this.#parts.transport.exchange(enrolled, request);
    // Whoever waits for the answer hears of a mistake; until then, nobody does.
    const settled = answer.then(
      () => undefined,
      () => undefined,
    );
    for (let round = 0; round < ROUNDS_TO_LEAVE; round += 1) await Promise.race([settled, turn()]);
    return { request, answer };
  }

  /** Takes in what the service told by itself. `false`: it is to be asked. */
  hear(live: Live): boolean {
    const { enrolled } = this.#parts.standing;
    if (this.#over || enrolled === null) return false;
    if (live.epoch !== enrolled.status.epoch) return false;
    const have = enrolled.status.cursors[live.stream]?.seq ?? 0;
    // Most of it is what this desk has sent itself, and has from the answer: nothing is written for that. One that leads nowhere only
    // says how far the service is; if that is less than what this desk has, a backup was put back.
    if (live.seq === have || (live.seq < have && live.seq > live.prev)) return true;
    if (live.prev !== have) return false;
    const taken = this.#parts.standing.takeIn((_, desk) => ok(absorbLive(desk, entities, live)));
    return taken.ok && taken.value;
  }

  /**
   * Takes in a reply, whichever way it came, and does what follows from it at this desk. `null`: the disk refused, and nothing of it
   * was kept; it is fetched again.
   */
  take(asked: Asked, reply: ExchangeReply, at: 'now' | 'earlier'): Absorbed | null {
    const { standing, log } = this.#parts;
    const absorbed = standing.takeIn((_, desk) => ok(absorbReply(desk, entities, asked, reply)), at);
    if (!absorbed.ok || standing.enrolled === null) return null;
    const result = absorbed.value;
    if (result.kind === 'absorbed' && this.#restart(standing.enrolled, result.diverged))
      return { ...result, more: true };
    if (result.kind === 'revoked' && result.over) {
      if (!standing.leave(standing.enrolled)) return null;
      log.warn({}, 'this desk was revoked and wiped');
    }
    return result;
  }

  #follow(absorbed: Absorbed, reply: ExchangeReply): Promise<Outcome> | Outcome {
    switch (absorbed.kind) {
      case 'absorbed':
        if (reply.kind === 'exchanged') this.#parts.onContact(reply);
        if (!this.images.needs(absorbed.shortened)) return { kind: 'failed', failure: { code: 'not-understood' } };
        return { kind: absorbed.more || absorbed.shortened.length > 0 ? 'more' : 'done' };
      case 'stale':
        return { kind: 'more' };
      case 'forked':
        return this.#renew();
      case 'unknown':
        return { kind: 'unknown' };
      case 'revoked':
        return { kind: absorbed.over ? 'revoked' : 'more' };
    }
  }

  /** `null`: an ordinary exchange is the way. */
  async #takeImage(enrolled: Enrolled): Promise<Outcome | null> {
    const stream = this.images.wanted(enrolled);
    if (stream === null || enrolled.revoked) return null;
    const taken = await this.images.fetch(enrolled, stream, () => this.#over);
    if (this.#over) return { kind: 'done' };
    if (taken.kind === 'failed') return taken;
    if (taken.kind === 'none') return null;
    this.#parts.onImage();
    return { kind: 'more' };
  }

  /** Pulls streams again that are not what the service has; whether there is one to pull. */
  #restart(enrolled: Enrolled, diverged: readonly string[]): boolean {
    const { standing, log } = this.#parts;
    const streams = diverged.filter((stream) => !this.#restarted.has(stream));
    if (diverged.length > 0) log.error({ streams: diverged.length }, 'streams differ from the service');
    if (streams.length === 0) return false;
    const saved = standing.save((unit) => {
      const desk = standing.desk(enrolled, unit);
      for (const stream of streams) restartStream(desk, stream);
      return { ...enrolled, status: desk.status() };
    });
    for (const stream of saved ? streams : []) {
      this.#restarted.add(stream);
      this.images.restarted(stream);
    }
    return saved;
  }

  /** Goes on under a new name; all that is not settled is issued again, and done only once. */
  async #renew(): Promise<Outcome> {
    const { standing, transport, log } = this.#parts;
    const former = standing.enrolled;
    if (former === null) return { kind: 'unknown' };
    const renewed = await renew(transport, former);
    if (this.#over) return { kind: 'done' };
    if (!renewed.ok) return { kind: 'failed', failure: renewed.error };
    const saved = standing.save((unit) => {
      const desk = standing.desk(former, unit);
      takeIdentity(desk, renewed.value.status.device);
      return { ...renewed.value, status: desk.status() };
    });
    log.warn({}, 'this desk was a copy of another, or put back; it goes on under a new name');
    return saved ? { kind: 'more' } : DISK_REFUSED;
  }
}
