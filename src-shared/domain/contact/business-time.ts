import { Temporal } from 'temporal-polyfill';
import type { EpochMs, Millis } from '../../base/clock.ts';
import { isWorkday } from '../promise-time/working-calendar.ts';
import type { BusinessTime, Days } from './policy.ts';

/** A target further away than that is none; it also ends the search in a calendar that is never open. */
const FARTHEST_DAYS = 400;
const HOUR_MS = 3_600_000;
const END_OF_DAY = '24:00';

/**
 * The moment at which `withinMs` of open time have passed since `startsAt` (R-SLA-5): only the hours of working days count,
 * 调休 included, and what begins while nobody is there begins to count when the branch opens.
 */
export function businessDue(startsAt: EpochMs, withinMs: Millis, business: BusinessTime, days: Days): EpochMs {
  let left = withinMs;
  let at = startsAt;
  /** Spans may overlap: what was counted is not counted again. */
  let counted = startsAt;
  for (let day = 0; day < FARTHEST_DAYS; day += 1) {
    // The middle of the next day, however long a change of the clock made this one.
    const tomorrow = days.clockOfDay(at, '00:00') + 36 * HOUR_MS;
    for (const { from, to } of spansOf(Temporal.PlainDate.from(days.dateOf(at)), business)) {
      const opens = Math.max(days.clockOfDay(at, from), counted);
      const closes = to === END_OF_DAY ? days.clockOfDay(tomorrow, '00:00') : days.clockOfDay(at, to);
      if (closes <= opens) continue;
      if (left <= closes - opens) return opens + left;
      left -= closes - opens;
      counted = closes;
    }
    at = tomorrow;
  }
  return startsAt + withinMs;
}

function spansOf(date: Temporal.PlainDate, { hours, calendar }: BusinessTime): BusinessTime['hours'] {
  if (!isWorkday(date, calendar)) return [];
  const on = (weekday: number | undefined) => hours.filter(({ weekdays }) => weekdays.some((each) => each === weekday));
  const own = on(date.dayOfWeek);
  // A Sunday that is worked instead of a holiday is a day like the first one of the week.
  const spans = own.length > 0 ? own : on(calendar.weekdays[0]);
  return [...spans].sort((one, other) => one.from.localeCompare(other.from));
}
