import type { Clock } from '#shared/base/clock.ts';

/** What the service needs of a clock. */
export type ServiceClock = Pick<Clock, 'wall' | 'after'>;

/** The machine's own time. The only place of the service where time is read. */
export const systemClock: ServiceClock = {
  wall: () => Date.now(),
  after: (delay, run) => {
    // A timer waits for a millisecond at least: much, for what is to be done as soon as this turn is over.
    if (delay <= 0) {
      const soon = setImmediate(run);
      return { dispose: () => clearImmediate(soon) };
    }
    const timer = setTimeout(run, delay);
    timer.unref();
    return { dispose: () => clearTimeout(timer) };
  },
};
