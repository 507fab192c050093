import type { EpochMs, Millis } from '../../base/clock.ts';
import { compareHybrid, type HybridTime } from '../../base/hybrid-clock.ts';

/** When a value came to be, and by which op: `wall` and `counter` order it among others, `name` tells it from all others. */
export interface Stamp extends HybridTime {
  readonly device: string;
  /** The op's sequence on its device: orders it among those of one chain, and of no other that copies of the disk went on with. */
  readonly op: number;
  /** What `nameOf` says of the op: two ops of one number, of a disk that was copied or put back, are never taken for one. */
  readonly name: string;
}

/** What the service knows of a device's clock when it judges an op of it. */
export interface ClockWitness {
  /** How far the device's clock is ahead of the service's, measured in this exchange. */
  readonly ahead: Millis;
  /** When the device was last in touch; what it made since cannot be older. */
  readonly lastContact: EpochMs;
  readonly receivedAt: EpochMs;
}

/** `now`: the device's clock as it says in the exchange. */
export function witnessOf(
  { lastContact }: Pick<ClockWitness, 'lastContact'>,
  { now }: { readonly now: EpochMs },
  receivedAt: EpochMs,
): ClockWitness {
  return { ahead: now - receivedAt, lastContact, receivedAt };
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

/** A total order over stamps: of two of one time, the greater device id is the later, whatever its ops are called. */
export function compareStamps(a: Stamp, b: Stamp): number {
  return compareHybrid(a, b) || compareText(a.device, b.device) || a.op - b.op || compareText(a.name, b.name);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
