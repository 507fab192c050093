import type { EpochMs, Millis } from '../../base/clock.ts';
import { compareHybrid, type HybridTime } from '../../base/hybrid-clock.ts';

/** When a value came to be, and by which op: `(device, op)` names the op, `wall` and `counter` order it among others. */
export interface Stamp extends HybridTime {
  readonly device: string;
  /** The op's sequence on its device. */
  readonly op: number;
}

/** What the service knows of a device's clock when it judges an op of it. */
export interface ClockWitness {
  /** How far the device's clock is ahead of the service's, measured in this exchange. */
  readonly ahead: Millis;
  /** When the device was last in touch; what it made since cannot be older. */
  readonly lastContact: EpochMs;
  readonly receivedAt: EpochMs;
}

/**
 * The time of an op as the service believes it: the device's own reading, corrected by its measured offset and held between
 * its last contact and now. So a clock a year ahead cannot win for ever, and an edit made three days ago without a link does
 * not beat yesterday's because it arrives last.
 */
export function boundedTime(clock: HybridTime, { ahead, lastContact, receivedAt }: ClockWitness): HybridTime {
  const latest = Math.max(lastContact, receivedAt);
  return { wall: Math.min(latest, Math.max(lastContact, clock.wall - ahead)), counter: clock.counter };
}

/** The bounded time of an edit that replaces a value it had seen: never before that value. */
export function after(bounded: HybridTime, seen: HybridTime): HybridTime {
  return compareHybrid(bounded, seen) > 0 ? bounded : { wall: seen.wall, counter: seen.counter + 1 };
}

/** A total order over stamps; ties of time go to the greater device id. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return compareHybrid(a, b) || (a.device < b.device ? -1 : a.device > b.device ? 1 : a.op - b.op);
}
