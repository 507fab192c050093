import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';

/**
 * Runs something once nothing has stirred for a while. Stirring is cheap: it sets no timer while one runs, which looks when it
 * rings whether there was rest, and else waits for what is left.
 */
export class Rest implements Disposable {
  readonly #clock: Clock;
  readonly #length: Millis;
  readonly #run: () => void;
  #stirredAt: Millis = 0;
  #timer: Disposable | null = null;

  constructor(clock: Clock, length: Millis, run: () => void) {
    this.#clock = clock;
    this.#length = length;
    this.#run = run;
  }

  stir(): void {
    this.#stirredAt = this.#clock.sinceBoot();
    this.#timer ??= this.#clock.after(this.#length, () => this.#look());
  }

  dispose(): void {
    this.#timer?.dispose();
    this.#timer = null;
  }

  #look(): void {
    this.#timer = null;
    const left = this.#stirredAt + this.#length - this.#clock.sinceBoot();
    if (left > 0) this.#timer = this.#clock.after(left, () => this.#look());
    else this.#run();
  }
}
