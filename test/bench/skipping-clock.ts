import type { Clock } from '#shared/base/clock.ts';
import { systemClock } from '#core/system-clock.ts';

/** The machine's clock, in which a pause between two customers takes no time: it is skipped as sleep would be. */
export class SkippingClock implements Clock {
  #skipped = 0;

  skip(ms: number): void {
    this.#skipped += ms;
  }

  wall(): number {
    return systemClock.wall() + this.#skipped;
  }

  sinceBoot(): number {
    return systemClock.sinceBoot() + this.#skipped;
  }

  bootId(): string | null {
    return systemClock.bootId();
  }

  after(delay: number, run: () => void): { dispose(): void } {
    return systemClock.after(delay, run);
  }
}
