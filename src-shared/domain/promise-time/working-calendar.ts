import type { Temporal } from 'temporal-polyfill';
import type { PromiseTimePolicy } from './policy.ts';

type WorkingCalendar = PromiseTimePolicy['workingCalendar'];

/** Whether a day is worked: adjusted workdays (调休) before holidays before the week. */
export function isWorkday(date: Temporal.PlainDate, calendar: WorkingCalendar): boolean {
  const day = date.toString();
  if (calendar.adjustedWorkdays.includes(day)) return true;
  const off = calendar.holidays.some(({ from, to, firstDayOff }) => day <= to && (day >= from || day >= firstDayOff));
  return !off && calendar.weekdays.includes(date.dayOfWeek);
}

/**
 * The `count`-th working day after `start`, which itself is not counted; for 0 `start`. `undefined` when it is more
 * than `farthestDays` away.
 */
export function addWorkdays(
  start: Temporal.PlainDate,
  count: number,
  calendar: WorkingCalendar,
  farthestDays: number,
): Temporal.PlainDate | undefined {
  if (count > farthestDays) return undefined;
  let date = start;
  let left = count;
  for (let days = 0; left > 0; days += 1) {
    if (days > farthestDays) return undefined;
    date = date.add({ days: 1 });
    if (isWorkday(date, calendar)) left -= 1;
  }
  return date;
}

/** Whether the calendar's holidays are known for that day. */
export function isCovered(date: Temporal.PlainDate, calendar: WorkingCalendar): boolean {
  return date.toString() <= calendar.coveredUntil;
}
