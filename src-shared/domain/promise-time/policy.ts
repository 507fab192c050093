import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';

/**
 * The part of a script pack that decides how a time in words is read (R-CB-6).
 *
 * The words of the language (明天, 三点半, friday) are grammar and live beside this file; everything another
 * company may see differently is here: at which clock time a day ends, which hours are plausible, which days are
 * worked, which words are too vague to be a deadline. There are no defaults in code: a pack says all of it.
 * The message of a rule is the code of the fault (`pack/fault.ts`).
 */

/** A local clock time `HH:MM`, `00:00` … `24:00`; `24:00` is the end of the day. */
const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/u, 'form-clock');

/** A calendar date `YYYY-MM-DD` that exists. */
const date = z.iso.date();

const text = z.string().trim().min(1).max(32);

/** ISO weekday: 1 is Monday, 7 is Sunday. */
const weekday = z.int().min(1).max(7);

/**
 * The window a word for a part of the day covers, both ends included: 晚上十点 is 22:00 because only 22:00 lies in
 * the evening. `due` is the deadline when no clock time was said; `null` asks for one.
 */
const dayPart = z
  .strictObject({ from: clockTime, to: clockTime, due: clockTime.nullable() })
  .refine((part) => part.from < part.to, { error: 'ends-before-it-begins', path: ['to'] });

/** One holiday in one year. 节前 ends on the day before `firstDayOff`. */
const holiday = z
  .strictObject({
    name: text,
    /** Other words for it: 五一 for 劳动节. A closing 节 may be left out without being listed. */
    aliases: z.array(text).max(16),
    from: date,
    to: date,
    /** Not later than `to`; earlier than `from` when days off lie right before the holiday. */
    firstDayOff: date,
  })
  .refine((day) => day.from <= day.to, { error: 'ends-before-it-begins', path: ['to'] })
  .refine((day) => day.firstDayOff <= day.to, {
    error: 'first-day-off-late',
    path: ['firstDayOff'],
  });

const workingCalendar = z.strictObject({
  weekdays: z.array(weekday).min(1).max(7),
  holidays: z.array(holiday).max(200),
  /** 调休: days that are worked although the week or a holiday says otherwise. */
  adjustedWorkdays: z.array(date).max(200),
  /** The last day for which holidays are known; a count of working days that passes it is asked about. */
  coveredUntil: date,
});

/** A word that names no moment, and the definite wordings to offer instead (R-SAY-5), read by the same reader. */
const vagueWord = z.strictObject({ word: text, offer: z.array(text).max(3) });

export const promiseTimePolicySchema = z.strictObject({
  /** The deadline when no clock time was said: for a date, for a number of working days, for 下班前. */
  defaultClock: z.strictObject({ date: clockTime, workingDays: clockTime, closing: clockTime }),
  dayParts: z.strictObject({
    /** 凌晨 */ dawn: dayPart,
    /** 早上 */ early: dayPart,
    /** 上午 */ morning: dayPart,
    /** 中午 */ noon: dayPart,
    /** 下午 */ afternoon: dayPart,
    /** 傍晚 */ dusk: dayPart,
    /** 晚上 */ evening: dayPart,
    /** 深夜 */ night: dayPart,
  }),
  /**
   * The hours in which a promise may plausibly fall, both ends included. A bare hour (三点) could be the morning's or
   * the afternoon's: only readings inside this window are considered.
   */
  plausibleHours: z
    .strictObject({ from: clockTime, to: clockTime })
    .refine((hours) => hours.from < hours.to, { error: 'ends-before-it-begins', path: ['to'] }),
  weekStartsOn: weekday,
  workingCalendar,
  vagueWords: z.array(vagueWord).max(300),
  noTimeWords: z.array(text).max(300),
  /** A deadline further away than this many days is asked about. */
  farthestDays: z.int().min(1).max(3660),
  /** A date without a year that has passed means next year's when that is at most this many days away, else it is asked. */
  rollYearWithinDays: z.int().min(0).max(366),
});

export type PromiseTimePolicy = z.infer<typeof promiseTimePolicySchema>;

export type DayPart = keyof PromiseTimePolicy['dayParts'];

/** Minutes since midnight of a policy clock time; `24:00` is 1440. */
export function minutesOfClock(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

/** A policy date as a calendar date. */
export function plainDate(isoDate: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(isoDate);
}
