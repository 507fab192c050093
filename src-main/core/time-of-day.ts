import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '#shared/base/clock.ts';
import type { Days } from '#shared/domain/contact/policy.ts';

/** The moment at which the day of `at` began in the zone. */
export function startOfDay(at: EpochMs, timeZone: string): EpochMs {
  return zoned(at, timeZone).startOfDay().epochMilliseconds;
}

/** The days of a zone. Where a clock change skips a clock time, the next moment that exists stands for it. */
export function daysIn(timeZone: string): Days {
  return {
    clockOfDay: (at, clock) => zoned(at, timeZone).withPlainTime(Temporal.PlainTime.from(clock)).epochMilliseconds,
    dateOf: (at) => zoned(at, timeZone).toPlainDate().toString(),
  };
}

/** The day of `at` in the zone, `YYYY-MM-DD`. */
export function dayOf(at: EpochMs, timeZone: string): string {
  return zoned(at, timeZone).toPlainDate().toString();
}

/** The moment at which a day, `YYYY-MM-DD`, begins in the zone. */
export function beginningOf(day: string, timeZone: string): EpochMs {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;
}

/** As it can stand in the name of a file: `20260302-1405`. */
export function dayAndTime(at: EpochMs, timeZone: string): string {
  const { year, month, day, hour, minute } = zoned(at, timeZone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year)}${two(month)}${two(day)}-${two(hour)}${two(minute)}`;
}

export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function zoned(at: EpochMs, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}
