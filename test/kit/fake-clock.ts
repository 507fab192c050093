import type { Clock, EpochMs, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';

/** 2026-03-02 was a Monday; 10:00 in Shanghai. */
export const MONDAY_MORNING: EpochMs = Date.UTC(2026, 2, 2, 2, 0, 0);

interface Timer {
  readonly at: Millis;
  readonly order: number;
  readonly run: () => void;
}

/** A machine whose time stands still until it is told to pass, to sleep, or to be set. */
export class FakeClock implements Clock {
  #wallOffset: number;
  /** Runs always, also in sleep. */
  #elapsed: Millis = 100_000;
  /** Runs only while awake: timers go by it. */
  #awake: Millis = 0;
  #boot = 1;
  /** How long the earlier runs of the machine and its times off lasted. */
  #earlier: Millis = -100_000;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(start: EpochMs = MONDAY_MORNING) {
    this.#wallOffset = start - this.#elapsed;
  }

  wall(): EpochMs {
    return this.#wallOffset + this.#elapsed;
  }

  sinceBoot(): Millis {
    return this.#elapsed;
  }

  bootId(): string {
    return `boot-${this.#boot}`;
  }

  after(delay: Millis, run: () => void): Disposable {
    const timer = { at: this.#awake + Math.max(0, delay), order: ++this.#order, run };
    this.#timers.add(timer);
    return { dispose: () => this.#timers.delete(timer) };
  }

  /** Time that has really passed since the test began, whatever was set, slept or restarted. */
  real(): Millis {
    return this.#earlier + this.#elapsed;
  }

  /** Time passes while the machine is awake; timers fire on the way, each at its moment. */
  pass(ms: Millis): void {
    const end = this.#awake + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#step(Math.max(0, next.at - this.#awake));
      this.#timers.delete(next);
      next.run();
    }
    this.#step(end - this.#awake);
  }

  /** The machine sleeps: the world goes on, timers do not. */
  sleep(ms: Millis): void {
    this.#elapsed += ms;
  }

  /** Somebody sets the wall clock. */
  set(byMs: number): void {
    this.#wallOffset += byMs;
  }

  /** The process died: its timers are gone. */
  forgetTimers(): void {
    this.#timers.clear();
  }

  /** The machine was off for a while and started again. */
  reboot(offMs: Millis): void {
    const wall = this.wall() + offMs;
    this.#boot += 1;
    this.#earlier += this.#elapsed + offMs - 1_000;
    this.#elapsed = 1_000;
    this.#wallOffset = wall - this.#elapsed;
    this.#timers.clear();
  }

  #step(ms: Millis): void {
    this.#awake += ms;
    this.#elapsed += ms;
  }
}
