import type { Millis } from '../../../base/clock.ts';

const FIRST: Millis = 1_000;
const LONGEST: Millis = 60_000;

/**
 * How long to wait after so many failures in a row: any time up to a bound that doubles (full jitter), so that ten thousand
 * desks that lost the service together do not come back together. `atLeast` is what the service asked for.
 */
export function backOff(failures: number, random: number, atLeast: Millis = 0): Millis {
  const bound = Math.min(LONGEST, FIRST * 2 ** Math.min(failures, 10));
  return Math.round(atLeast + random * bound);
}
