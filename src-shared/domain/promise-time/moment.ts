import { Temporal } from 'temporal-polyfill';
import type { PromiseTimePolicy } from './policy.ts';
import type { AskReason, EpochMs, Reading } from './reading.ts';

/** What a text is read against. `now` in epoch milliseconds, `timeZone` an IANA name that the host knows. */
export interface PromiseTimeContext {
  readonly now: EpochMs;
  readonly timeZone: string;
  readonly policy: PromiseTimePolicy;
}

/** The context with its calendar day worked out once. */
export interface Present extends PromiseTimeContext {
  readonly local: Temporal.ZonedDateTime;
  readonly today: Temporal.PlainDate;
}

export function presentOf(context: PromiseTimeContext): Present {
  const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(context.now)).toZonedDateTimeISO(context.timeZone);
  return { ...context, local, today: local.toPlainDate() };
}

/**
 * The moment of a local clock time, in minutes since midnight (1440 is the next midnight). A clock time that the zone
 * skips is moved forward by the gap; of one that occurs twice it is the earlier, so that the promise is never late.
 */
export function momentOf(date: Temporal.PlainDate, minutes: number, present: Present): EpochMs {
  const day = date.add({ days: Math.floor(minutes / 1440) });
  const time = Temporal.PlainTime.from({ hour: Math.floor((minutes % 1440) / 60), minute: minutes % 60 });
  return day.toZonedDateTime({ timeZone: present.timeZone, plainTime: time }).epochMilliseconds;
}

/** The end of the reach of the policy, as a moment. */
export function farthest(present: Present): EpochMs {
  return present.local.add({ days: present.policy.farthestDays + 1 }).epochMilliseconds;
}

/** Ascending, without repetition, later than now and within reach. */
export function ahead(moments: readonly EpochMs[], present: Present): readonly EpochMs[] {
  const limit = farthest(present);
  return [...new Set(moments)].filter((moment) => moment > present.now && moment <= limit).sort((a, b) => a - b);
}

const mostCandidates = 4;

export function ask(reason: AskReason, moments: readonly EpochMs[], fragment: string, present: Present): Reading {
  return { kind: 'ask', reason, candidates: ahead(moments, present).slice(0, mostCandidates), fragment };
}

/** What a reading offers to choose from: its time, or its candidates. */
export function offeredBy(reading: Reading): readonly EpochMs[] {
  switch (reading.kind) {
    case 'time':
      return [reading.dueAt];
    case 'ask':
      return reading.candidates;
    case 'none':
      return [];
  }
}
