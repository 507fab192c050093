import { Temporal } from 'temporal-polyfill';
import type { EpochMs } from '#shared/base/clock.ts';
import type { ClockOfDay } from '#shared/domain/contact/policy.ts';

/** The moment at which the day of `at` began in the zone. */
export function startOfDay(at: EpochMs, timeZone: string): EpochMs {
  return zoned(at, timeZone).startOfDay().epochMilliseconds;
}

/** A clock time (`HH:MM`) of the day of `at` in the zone; where a clock change skips it, the next moment that exists. */
export function clockOfDay(timeZone: string): ClockOfDay {
  return (at, clock) => zoned(at, timeZone).withPlainTime(Temporal.PlainTime.from(clock)).epochMilliseconds;
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
