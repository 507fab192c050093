import type { EpochMs } from './clock.ts';

/** A hybrid logical clock reading: orders what one device did even when its wall clock goes back. */
export interface HybridTime {
  readonly wall: EpochMs;
  readonly counter: number;
}

/** The reading after `last` at wall time `now`; strictly greater than `last` whatever the wall clock says. */
export function tick(last: HybridTime, now: EpochMs): HybridTime {
  return now > last.wall ? { wall: now, counter: 0 } : { wall: last.wall, counter: last.counter + 1 };
}

export function compareHybrid(a: HybridTime, b: HybridTime): number {
  return a.wall - b.wall || a.counter - b.counter;
}
