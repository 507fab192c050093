import type { Clock } from '#shared/base/clock.ts';

/** What the service needs of a clock. */
export type ServiceClock = Pick<Clock, 'wall' | 'after'>;

/** The machine's own time. The only place of the service where time is read. */
export const systemClock: ServiceClock = {
  wall: () => Date.now(),
  after: (delay, run) => {
    const timer = setTimeout(run, delay);
    timer.unref();
    return { dispose: () => clearTimeout(timer) };
  },
};
