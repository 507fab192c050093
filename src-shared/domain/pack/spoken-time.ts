import type { EpochMs } from '../../base/clock.ts';

const DAY_MS = 86_400_000;

/**
 * A moment as it is said to a customer in the pack's language: the day by name while it is near, the date with its weekday
 * after that, and a clock time with its part of the day.
 */
export function spokenTime(at: EpochMs, now: EpochMs, locale: string, timeZone: string): string {
  const days = dayNumber(at, timeZone) - dayNumber(now, timeZone);
  const day =
    days >= -2 && days <= 2
      ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
      : new Intl.DateTimeFormat(locale, { timeZone, month: 'long', day: 'numeric', weekday: 'long' }).format(at);
  const time = new Intl.DateTimeFormat(locale, {
    timeZone,
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    dayPeriod: 'short',
  }).format(at);
  const joint = /^(zh|ja|ko)/.test(locale) ? '' : ' ';
  return `${day}${joint}${time}`;
}

/** Days since the epoch by the calendar of the zone. */
function dayNumber(at: EpochMs, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(at);
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / DAY_MS);
}
