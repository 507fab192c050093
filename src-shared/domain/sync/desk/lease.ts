import type { EpochMs, Millis } from '../../../base/clock.ts';

const DAY: Millis = 86_400_000;
/** So long before its end a lease is said to end, or for the last third of a short one. */
const WARN: Millis = 5 * DAY;

/** All clocks of a desk at one moment. */
export interface Moment {
  /** Names the run of the machine; `null` where it cannot be told to be the same one. */
  readonly bootId: string | null;
  /** Counts sleep, and nobody can set it. */
  readonly sinceBoot: Millis;
  readonly wall: EpochMs;
  /** The wall part of the hybrid clock of the journal: what was recorded here has seen this time. */
  readonly journal: EpochMs;
}

/** How long a desk may be without its service, and how much of that is used. */
export interface Lease {
  /** 0: without end. */
  readonly days: number;
  /** Used up at `seen`. */
  readonly used: Millis;
  readonly seen: Moment;
}

export interface LeaseView {
  readonly phase: 'running' | 'ending' | 'over';
  readonly days: number;
  /** Begun ones count as whole; 0 when it is over. */
  readonly daysLeft: number;
}

/** The service was reached. */
export function renewed(days: number, seen: Moment): Lease {
  return { days, used: 0, seen };
}

/** The service was heard of, as of when so much of the lease was used: what has passed since then counts. */
export function renewedSince(lease: Lease, days: number, used: Millis): Lease {
  return { ...lease, days, used: Math.max(0, lease.used - used) };
}

/** The same lease, looked at later. It only ever grows, whatever a clock was set to. */
export function lookedAt({ days, used, seen }: Lease, now: Moment): Lease {
  return { days, used: used + lengthBetween(seen, now), seen: now };
}

/** What was left of it when it was last looked at. */
export function endsIn({ days, used }: Lease): Millis {
  return days * DAY - used;
}

/** `null`: without end. */
export function leaseView(lease: Lease): LeaseView | null {
  const { days } = lease;
  if (days === 0) return null;
  const left = endsIn(lease);
  if (left <= 0) return { phase: 'over', days, daysLeft: 0 };
  const ending = left <= Math.min(WARN, (days * DAY) / 3);
  return { phase: ending ? 'ending' : 'running', days, daysLeft: Math.ceil(left / DAY) };
}

/**
 * In one run of the machine its own count is the truth. Over a restart only clocks that can be set are left: the greater of what
 * the wall and the journal have moved on, and nothing when both went back.
 */
function lengthBetween(before: Moment, now: Moment): Millis {
  const sameRun = before.bootId !== null && before.bootId === now.bootId && now.sinceBoot >= before.sinceBoot;
  if (sameRun) return now.sinceBoot - before.sinceBoot;
  return Math.max(0, now.wall - before.wall, now.journal - before.journal);
}
