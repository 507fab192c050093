import type { EpochMs, Millis } from '#shared/base/clock.ts';
import type { ServiceClock } from '../system-clock.ts';

/** A desk that is up to date is served in a moment, and somebody waits for it; one that comes back takes as long as a hundred of them. */
export type Lane = 'current' | 'returning';

/** Those who are up to date; how many of the others is told. It is one process: more would not be quicker, only all of it in memory. */
const CURRENT_AT_ONCE = 32;
/** What an agent does in a minute or two. */
const SMALL_BODY = 16 * 1024;
/** Of bodies and replies, for everybody together. */
const BYTES = 96 * 1024 * 1024;
/** A desk gives up after half a minute: who would wait longer than this is told when to come again. */
const LONGEST_WAIT: Millis = 8_000;
const LATEST_SLOT: Millis = 60_000;
/** What an exchange takes before anything was measured, and how much the newest one counts then. */
const FIRST_PACE: Millis = 50;
const NEWEST = 0.1;

export type Admission =
  | { readonly kind: 'in'; readonly done: () => void }
  | { readonly kind: 'later'; readonly after: Millis }
  /** It was dropped while it waited. */
  | { readonly kind: 'gone' };

type Waiting = (admission: Admission) => void;

interface Queue {
  readonly atOnce: number;
  readonly waiting: Waiting[];
  working: number;
  /** From one that is done to the next, while others wait. */
  pace: Millis;
  lastDone: EpochMs;
  /** When the last of those comes again who were sent away. */
  lastSlot: EpochMs;
}

/**
 * How much of everybody's work is in the hands of this process. When ten thousand desks come back at once, a few are served, some wait,
 * and the others are told when their turn is, one after the other; who is up to date does not wait behind them.
 */
export class Gate {
  readonly #clock: ServiceClock;
  readonly #queues: Readonly<Record<Lane, Queue>>;
  /** Desks that had everything after their last exchange. */
  readonly #current = new Set<string>();
  #bytes = 0;

  constructor(clock: ServiceClock, returningAtOnce: number) {
    this.#clock = clock;
    this.#queues = { current: emptyQueue(CURRENT_AT_ONCE), returning: emptyQueue(returningAtOnce) };
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Room for so many bytes, until it is given back; `null` when there is none. Whatever it is, it comes in when nothing else is there. */
  hold(bytes: number): (() => void) | null {
    return this.#bytes > 0 && this.#bytes + bytes > BYTES ? null : this.keep(bytes);
  }

  /** Bytes that are there anyway. */
  keep(bytes: number): () => void {
    this.#bytes += bytes;
    let held = bytes;
    return () => {
      this.#bytes -= held;
      held = 0;
    };
  }

  laneOf(device: string, bodyBytes: number): Lane {
    return this.#current.has(device) && bodyBytes <= SMALL_BODY ? 'current' : 'returning';
  }

  note(device: string, hasEverything: boolean): void {
    if (hasEverything) this.#current.add(device);
    else this.#current.delete(device);
  }

  /** `drop` when nobody waits for the answer any more. */
  enter(lane: Lane): { readonly admission: Promise<Admission>; drop(): void } {
    const queue = this.#queues[lane];
    let leave: () => void = () => undefined;
    const admission = new Promise<Admission>((resolve) => {
      if (queue.working < queue.atOnce) resolve(this.#begin(queue));
      else if (isFull(queue)) resolve({ kind: 'later', after: this.#slot(queue) });
      else {
        queue.waiting.push(resolve);
        leave = () => {
          const place = queue.waiting.indexOf(resolve);
          if (place >= 0) queue.waiting.splice(place, 1);
          resolve({ kind: 'gone' });
        };
      }
    });
    return { admission, drop: () => leave() };
  }

  #begin(queue: Queue): Admission {
    queue.working += 1;
    let over = false;
    const done = (): void => {
      if (over) return;
      over = true;
      queue.working -= 1;
      this.#next(queue);
    };
    return { kind: 'in', done };
  }

  #next(queue: Queue): void {
    const now = this.#clock.wall();
    const next = queue.waiting.shift();
    if (next === undefined) {
      queue.lastDone = 0;
      return;
    }
    if (queue.lastDone > 0) queue.pace += NEWEST * (Math.max(0, now - queue.lastDone) - queue.pace);
    queue.lastDone = now;
    next(this.#begin(queue));
    // It takes longer than was thought when they were let in.
    while (isFull(queue)) queue.waiting.pop()?.({ kind: 'later', after: this.#slot(queue) });
  }

  /** Those who are sent away come one after the other, when those who wait are through. */
  #slot(queue: Queue): Millis {
    const now = this.#clock.wall();
    const slot = Math.max(queue.lastSlot, now + LONGEST_WAIT) + queue.pace;
    // A clock that was set, or more of them than can be served by then: they come in no order.
    queue.lastSlot = Math.min(slot, now + LATEST_SLOT);
    return Math.ceil(queue.lastSlot - now);
  }
}

function isFull({ waiting, pace }: Queue): boolean {
  return waiting.length * pace > LONGEST_WAIT;
}

function emptyQueue(atOnce: number): Queue {
  return { atOnce, waiting: [], working: 0, pace: FIRST_PACE, lastDone: 0, lastSlot: 0 };
}
