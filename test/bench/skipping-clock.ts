import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { systemClock } from '#core/system-clock.ts';

interface Waiting {
  readonly due: number;
  readonly run: () => void;
  readonly timer: Disposable;
}

/** The machine's clock, in which a pause between two customers takes no time: what comes due in it happens at once. */
export class SkippingClock implements Clock {
  readonly #waiting = new Set<Waiting>();
  #skipped = 0;

  skip(ms: number): void {
    this.#skipped += ms;
    const now = this.sinceBoot();
    const due = [...this.#waiting].filter((each) => each.due <= now).sort((one, other) => one.due - other.due);
    for (const each of due) if (this.#waiting.delete(each)) this.#fire(each);
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

  after(delay: number, run: () => void): Disposable {
    const timer = systemClock.after(delay, () => {
      this.#waiting.delete(waiting);
      run();
    });
    const waiting: Waiting = { due: this.sinceBoot() + delay, run, timer };
    this.#waiting.add(waiting);
    return {
      dispose: () => {
        this.#waiting.delete(waiting);
        timer.dispose();
      },
    };
  }

  #fire({ timer, run }: Waiting): void {
    timer.dispose();
    run();
  }
}
