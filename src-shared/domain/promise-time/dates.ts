import { Temporal } from 'temporal-polyfill';
import type { AmountMeaning, DateMeaning, DayMeaning } from './meaning.ts';
import type { Present } from './moment.ts';
import { plainDate } from './policy.ts';
import type { AskReason } from './reading.ts';
import { addWorkdays, isCovered, isWorkday } from './working-calendar.ts';

/** The calendar days that a word for a day can mean. */
export interface DateReading {
  /** More than one: each is plausible. */
  readonly dates: readonly Temporal.PlainDate[];
  /** Set when the word is asked about whatever the dates are. */
  readonly doubt?: AskReason;
  /** What the word would mean next, offered when the dates have passed. */
  readonly next?: Temporal.PlainDate;
}

/** How the words around a word for a day limit it. */
export interface Limits {
  readonly before: boolean;
  readonly within: boolean;
  readonly after: boolean;
}

export function readDay(meaning: DayMeaning, limits: Limits, present: Present): DateReading {
  const { today } = present;
  switch (meaning.kind) {
    case 'day': {
      const dates = [today.add({ days: meaning.offset })];
      return meaning.offset === 0 ? { dates, next: today.add({ days: 1 }) } : { dates };
    }
    case 'weekday':
      return readWeekday(meaning.week, meaning.weekday, present);
    case 'week':
      return readWeek(meaning.offset, limits, present);
    case 'date':
      return readDate(meaning, present);
    case 'month-end': {
      const shifted = today.with({ day: 1 }).add({ months: meaning.offset });
      const inYear = meaning.month === undefined ? shifted : shifted.with({ month: meaning.month });
      const first = inYear.year === today.year && inYear.month < today.month ? inYear.add({ years: 1 }) : inYear;
      const last = first.with({ day: first.daysInMonth });
      const vague = meaning.loose && !limits.within && (meaning.month !== undefined || meaning.offset > 0);
      if (!vague) return { dates: [last] };
      return { dates: limits.before ? [first.subtract({ days: 1 }), last] : [last], doubt: 'vague' };
    }
    case 'year-end':
      return { dates: [Temporal.PlainDate.from({ year: today.year + meaning.offset, month: 12, day: 31 })] };
    case 'next-workday':
      return readAmount([{ kind: 'amount', count: 1, unit: 'workday' }], present);
    case 'holiday':
      return readHoliday(meaning.name, limits, present);
  }
}

/** The first day of today's week, by the policy's first weekday. */
function weekStart({ today, policy }: Present): Temporal.PlainDate {
  return today.subtract({ days: (today.dayOfWeek - policy.weekStartsOn + 7) % 7 });
}

function readWeekday(week: number | 'ahead' | 'english-next', weekday: number, present: Present): DateReading {
  const { today, policy } = present;
  const inThisWeek = weekStart(present).add({ days: (weekday - policy.weekStartsOn + 7) % 7 });
  const coming = today.add({ days: (weekday - today.dayOfWeek + 6) % 7 }).add({ days: 1 });
  if (week === 'ahead') return today.dayOfWeek === weekday ? { dates: [today, coming] } : { dates: [coming] };
  if (week === 'english-next') return { dates: distinct([coming, inThisWeek.add({ days: 7 })]) };
  return { dates: [inThisWeek.add({ days: 7 * week })], next: coming };
}

/** A week names two ends: its last working day and its last day. */
function readWeek(offset: number, limits: Limits, present: Present): DateReading {
  const first = weekStart(present).add({ days: 7 * offset });
  const days = [0, 1, 2, 3, 4, 5, 6].map((index) => first.add({ days: index }));
  const lastWorked = days.findLast((day) => isWorkday(day, present.policy.workingCalendar));
  const last = first.add({ days: 6 });
  const dates = distinct(lastWorked === undefined ? [last] : [lastWorked, last]);
  const next = last.add({ days: 7 });
  if (limits.before && offset > 0) return { dates: [first.subtract({ days: 1 }), last], doubt: 'vague' };
  return offset > 0 && !limits.within ? { dates, doubt: 'vague' } : { dates, next };
}

function readDate(meaning: DateMeaning, present: Present): DateReading {
  const { today, policy } = present;
  const { year, month, monthOffset, day } = meaning;
  if (month !== undefined && (month < 1 || month > 12)) return { dates: [], doubt: 'no-such-date' };
  if (year !== undefined || monthOffset !== undefined) {
    const base = today.with({ day: 1 }).add({ months: monthOffset ?? 0 });
    const inYear = year === undefined ? base.year : year.base === 'absolute' ? year.value : today.year + year.value;
    return oneDay(dayOf(inYear, month ?? base.month, day));
  }
  if (month === undefined) {
    const dates = [0, 1, 2, 3]
      .map((offset) => today.with({ day: 1 }).add({ months: offset }))
      .map((first) => dayOf(first.year, first.month, day));
    const [thisMonth, nextMonth] = dates;
    const later = dates.slice(1).find((date) => date !== undefined);
    // On the 26th, 25号 is next month's; 31号 in a month of 30 days is asked about.
    const meant = thisMonth !== undefined && isBefore(thisMonth, today) ? nextMonth : thisMonth;
    return oneDay(meant, later);
  }
  const thisYear = dayOf(today.year, month, day);
  const nextYear = dayOf(today.year + 1, month, day);
  if (thisYear === undefined) return oneDay(undefined, nextYear);
  if (!isBefore(thisYear, today)) return oneDay(thisYear, thisYear.equals(today) ? today.add({ days: 1 }) : undefined);
  const near = nextYear !== undefined && today.until(nextYear).days <= policy.rollYearWithinDays;
  return oneDay(near ? nextYear : thisYear, nextYear);
}

function oneDay(date: Temporal.PlainDate | undefined, next?: Temporal.PlainDate): DateReading {
  const later = next === undefined ? {} : { next };
  return date === undefined ? { dates: [], doubt: 'no-such-date', ...later } : { dates: [date], ...later };
}

function dayOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  return day >= 1 && day <= first.daysInMonth ? first.with({ day }) : undefined;
}

/** 节前 and 国庆前 end before the first day off; 国庆后 and 国庆 name no day. */
function readHoliday(name: string | undefined, limits: Limits, { today, policy }: Present): DateReading {
  const { workingCalendar } = policy;
  const known = workingCalendar.holidays
    .filter((holiday) => name === undefined || holiday.name === name)
    .map(({ firstDayOff, to }) => ({ firstDayOff: plainDate(firstDayOff), last: plainDate(to) }))
    .sort((one, other) => Temporal.PlainDate.compare(one.firstDayOff, other.firstDayOff));
  const holiday = limits.before
    ? known.find(({ firstDayOff }) => isBefore(today, firstDayOff))
    : known.find(({ last }) => !isBefore(last, today));
  if (holiday === undefined) return { dates: [], doubt: 'calendar-unknown' };
  const eve = holiday.firstDayOff.subtract({ days: 1 });
  if (limits.before) return { dates: [eve] };
  const back = addWorkdays(holiday.last, 1, workingCalendar, policy.farthestDays);
  if (limits.after) return { dates: back === undefined ? [] : [back], doubt: 'vague' };
  return { dates: [eve, holiday.last], doubt: 'vague' };
}

/** Calendar amounts, 三天内, 两周, 三个工作日: the day of the promise is not counted. */
export function readAmount(amounts: readonly AmountMeaning[], { today, policy }: Present): DateReading {
  const sum = (unit: AmountMeaning['unit']): number =>
    amounts.reduce((total, amount) => (amount.unit === unit ? total + amount.count : total), 0);
  const workdays = sum('workday');
  if (amounts.some(({ unit }) => unit === 'workday')) {
    if (amounts.some(({ unit }) => unit !== 'workday')) return { dates: [], doubt: 'contradiction' };
    const date = addWorkdays(today, workdays, policy.workingCalendar, policy.farthestDays);
    if (date === undefined) return { dates: [], doubt: 'too-far' };
    return isCovered(date, policy.workingCalendar) ? { dates: [date] } : { dates: [date], doubt: 'calendar-unknown' };
  }
  return { dates: [today.add({ months: sum('month') }).add({ days: sum('day') + 7 * sum('week') })] };
}

function isBefore(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(one, other) < 0;
}

export function distinct(dates: readonly Temporal.PlainDate[]): readonly Temporal.PlainDate[] {
  return dates.filter((date, index) => dates.findIndex((other) => other.equals(date)) === index);
}
