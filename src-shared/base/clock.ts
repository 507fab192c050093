import type { Disposable } from './disposable.ts';

/** Milliseconds since 1970-01-01T00:00Z, as the wall clock of this machine tells it. */
export type EpochMs = number;
/** A length of time in milliseconds. */
export type Millis = number;

/** All time comes from here, so that tests and the simulator own it. */
export interface Clock {
  /** The wall clock. A person or a time server may set it back or forth at any moment. */
  wall(): EpochMs;
  /**
   * Milliseconds since this machine started, time asleep included, untouched by changes of the wall clock.
   * Resolution may be as coarse as a second (macOS), so it is used to notice jumps, never to measure short times.
   */
  sinceBoot(): Millis;
  /** Names the present run of the machine, or `null` where the system does not tell. */
  bootId(): string | null;
  /** Calls `run` once, not before `delay` ms. The delay does not pass while the machine sleeps. */
  after(delay: Millis, run: () => void): Disposable;
}
