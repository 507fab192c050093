import type { Temporal } from 'temporal-polyfill';
import { readClock } from './clocks.ts';
import { distinct, readAmount, readDay, type DateReading, type Limits } from './dates.ts';
import {
  isDay,
  meaningsOf,
  stretch,
  type AmountMeaning,
  type DayMeaning,
  type Meaning,
  type Token,
} from './meaning.ts';
import { momentOf, type Present } from './moment.ts';
import { minutesOfClock, type DayPart } from './policy.ts';
import type { AskReason, EpochMs, Precision } from './reading.ts';
import { addWorkdays, isWorkday } from './working-calendar.ts';

/** The moments that a phrase without alternatives, ranges and strange words can mean; they may lie in the past. */
export interface Moments {
  readonly plausible: readonly EpochMs[];
  /** Offered when no plausible one is ahead: implausible hours, the next such day. */
  readonly others: readonly EpochMs[];
  /** What a clock time without a day word means once it has passed: tomorrow's; `undefined` when a day was named. */
  readonly rolled: readonly EpochMs[] | undefined;
  readonly precision: Precision;
  /** Set when it has to be asked about whatever the moments are. */
  readonly doubt: AskReason | undefined;
  /** What a question would be about. */
  readonly fragment: string;
}

/** `tokens` name a time and hold no connectors; see `combine.ts`. */
export function readPhrase(tokens: readonly Token[], present: Present): Moments {
  const amounts = meaningsOf(tokens, 'amount');
  if (amounts.some(isExact)) return readDuration(tokens, amounts, present);

  const days = readDays(tokens, amounts, present);
  const clock = readClockWords(tokens, amounts, present);
  const limit = limitDoubt(tokens);
  const doubt = days?.doubt ?? clock.doubt ?? limit;
  const minutes = clock.plausible;
  const moments = (dates: readonly Temporal.PlainDate[], times: readonly number[]): readonly EpochMs[] =>
    dates.flatMap((date) => times.map((time) => momentOf(date, time, present)));

  if (days === undefined) return withoutDay(tokens, clock, doubt, present);
  return {
    plausible: moments(days.dates, minutes),
    others: [...moments(days.dates, clock.possible), ...(days.next === undefined ? [] : moments([days.next], minutes))],
    rolled: undefined,
    precision: clock.precision,
    doubt,
    fragment:
      days.doubt === undefined && clock.doubt !== undefined
        ? clock.fragment
        : days.doubt === undefined
          ? stretch(tokens, () => true)
          : stretch(tokens, isDate),
  };
}

function isDate(meaning: Meaning): boolean {
  return isDay(meaning) || meaning.kind === 'amount' || meaning.kind === 'before' || meaning.kind === 'after';
}

function isClock(meaning: Meaning): boolean {
  return meaning.kind === 'clock' || meaning.kind === 'day-part' || meaning.kind === 'closing';
}

/** Today, or tomorrow once that has passed; 下班前 on a day off may also mean the next working day. */
function withoutDay(
  tokens: readonly Token[],
  clock: ClockWords,
  doubt: AskReason | undefined,
  present: Present,
): Moments {
  const { today, policy } = present;
  const { workingCalendar, farthestDays } = policy;
  const tomorrow = today.add({ days: 1 });
  const worked = (date: Temporal.PlainDate): readonly Temporal.PlainDate[] => {
    if (!clock.closing || isWorkday(date, workingCalendar)) return [date];
    const next = addWorkdays(date, 1, workingCalendar, farthestDays);
    return next === undefined ? [date] : [date, next];
  };
  const moments = (dates: readonly Temporal.PlainDate[], times: readonly number[]): readonly EpochMs[] =>
    dates.flatMap((date) => times.map((time) => momentOf(date, time, present)));
  const rolled = moments(worked(tomorrow), clock.plausible);
  const running = clock.partEnds !== undefined && isRunning(clock, present);
  return {
    plausible: moments(worked(today), clock.plausible),
    others: [...moments([today], clock.possible), ...rolled],
    rolled: running ? undefined : rolled,
    precision: clock.precision,
    doubt,
    fragment: clock.doubt === undefined ? stretch(tokens, () => true) : clock.fragment,
  };
}

/** 晚上 said at 21:30: its default clock time is over, the evening is not; tomorrow's is not simply taken. */
function isRunning({ partEnds = 0 }: ClockWords, present: Present): boolean {
  return momentOf(present.today, partEnds, present) > present.now;
}

function isExact({ unit, count }: AmountMeaning): boolean {
  return unit === 'second' || unit === 'minute' || unit === 'hour' || !Number.isInteger(count);
}

const unitMs = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Hours and minutes are exact; days said with them are calendar days, a day and a half is 36 hours. */
function readDuration(tokens: readonly Token[], amounts: readonly AmountMeaning[], present: Present): Moments {
  let local = present.local;
  let exact = 0;
  let impossible = false;
  for (const { unit, count } of amounts) {
    if (unit === 'workday') impossible = true;
    else if (unit === 'month') local = local.add({ months: count });
    else if (unit === 'week') local = local.add({ days: 7 * count });
    else if (unit === 'day' && Number.isInteger(count)) local = local.add({ days: count });
    else exact += count * unitMs[unit];
  }
  const due = present.now + (local.epochMilliseconds - present.local.epochMilliseconds) + Math.round(exact);
  const others = tokens.filter(({ meaning }) => meaning.kind !== 'amount');
  const elsewhere = others.some(({ meaning }) => isDay(meaning) || isClock(meaning))
    ? readPhrase(others, present)
    : undefined;
  const agrees =
    elsewhere === undefined ||
    (!others.some(({ meaning }) => isClock(meaning)) &&
      readDays(others, [], present)?.dates.some((date) =>
        date.equals(local.add({ milliseconds: Math.round(exact) }).toPlainDate()),
      ) === true);
  return {
    plausible: [...(impossible ? [] : [due]), ...(agrees ? [] : elsewhere.plausible)],
    others: [],
    rolled: undefined,
    precision: 'minute',
    doubt: impossible || !agrees ? 'contradiction' : limitDoubt(tokens),
    fragment: stretch(tokens, () => true),
  };
}

function limitsOf(tokens: readonly Token[]): Limits {
  const has = (kind: Meaning['kind']): boolean => tokens.some(({ meaning }) => meaning.kind === kind);
  return { before: has('before'), within: has('within'), after: has('after') };
}

/** 三天后 is a deadline, 三点后 only a beginning; 三天前 lies behind us. */
function limitDoubt(tokens: readonly Token[]): AskReason | undefined {
  const said = tokens.map(({ meaning }) => meaning).filter(({ kind }) => kind !== 'filler');
  for (const [index, meaning] of said.entries()) {
    if (meaning.kind === 'before' && said[index - 1]?.kind === 'amount') return 'already-past';
    if (meaning.kind !== 'after') continue;
    const limited = said[meaning.side === 'left' ? index - 1 : index + 1];
    if (limited?.kind !== 'amount') return 'open-ended';
  }
  return undefined;
}

/** The days named, which must agree: 11月25日(周三). `undefined` when none is. */
function readDays(
  tokens: readonly Token[],
  amounts: readonly AmountMeaning[],
  present: Present,
): DateReading | undefined {
  const limits = limitsOf(tokens);
  const words = merged(tokens.map(({ meaning }) => meaning).filter(isDay));
  const readings = words.map((meaning) => readDay(meaning, limits, present));
  if (amounts.length > 0) readings.push(readAmount(amounts, present));
  // A weekday beside a date only confirms it.
  const weekdays = words.filter((meaning) => meaning.kind === 'weekday' && meaning.week === 'ahead');
  const confirmed = readings.length > weekdays.length;
  const naming = confirmed
    ? readings.filter((_, index) => !weekdays.some((weekday) => weekday === words[index]))
    : readings;
  const [first, ...rest] = naming;
  if (first === undefined) return undefined;
  const agreed = first.dates.filter(
    (date) =>
      rest.every((other) => other.dates.some((day) => day.equals(date))) &&
      (!confirmed || weekdays.every((meaning) => meaning.kind === 'weekday' && meaning.weekday === date.dayOfWeek)),
  );
  const doubted = readings.find(({ doubt }) => doubt !== undefined);
  if (doubted !== undefined) return { ...doubted, dates: distinct(readings.flatMap(({ dates }) => dates)) };
  return agreed.length > 0
    ? { ...first, dates: agreed }
    : { dates: distinct(readings.flatMap(({ dates }) => dates)), doubt: 'contradiction' };
}

/** 下周 + 周五 is 下周五, 下个月 + 3号 the third of next month, 国庆 + 假期 one holiday. */
function merged(words: readonly DayMeaning[]): readonly DayMeaning[] {
  const week = words.find((meaning) => meaning.kind === 'week');
  const month = words.find((meaning) => meaning.kind === 'month-end' && meaning.loose && meaning.month === undefined);
  const named = words.some((meaning) => meaning.kind === 'holiday' && meaning.name !== undefined);
  const weekday = words.some((meaning) => meaning.kind === 'weekday' && meaning.week === 'ahead');
  const day = words.some(
    (meaning) => meaning.kind === 'date' && meaning.month === undefined && meaning.monthOffset === undefined,
  );
  return words.flatMap((meaning): readonly DayMeaning[] => {
    if (meaning === week && weekday) return [];
    if (meaning === month && day) return [];
    if (meaning.kind === 'holiday' && meaning.name === undefined && named) return [];
    if (meaning.kind === 'weekday' && meaning.week === 'ahead' && week?.kind === 'week')
      return [{ ...meaning, week: week.offset }];
    if (meaning.kind === 'date' && meaning.month === undefined && month?.kind === 'month-end') {
      return [{ ...meaning, monthOffset: meaning.monthOffset ?? month.offset }];
    }
    return [meaning];
  });
}

interface ClockWords {
  readonly plausible: readonly number[];
  readonly possible: readonly number[];
  readonly precision: Precision;
  readonly closing: boolean;
  /** Where a part of the day without a clock time ends, in minutes. */
  readonly partEnds: number | undefined;
  readonly doubt: AskReason | undefined;
  readonly fragment: string;
}

const startIsALimit: readonly DayPart[] = ['afternoon', 'dusk', 'evening', 'night'];

/** The clock time said, or the policy's for the part of the day, the closing time or the date. */
function readClockWords(tokens: readonly Token[], amounts: readonly AmountMeaning[], { policy }: Present): ClockWords {
  const { defaultClock, dayParts } = policy;
  const words = { closing: false, partEnds: undefined, doubt: undefined, fragment: stretch(tokens, isClock) };
  const parts = [...new Set(meaningsOf(tokens, 'day-part').map(({ part }) => part))];
  const [part, otherPart] = parts;
  const clocks = meaningsOf(tokens, 'clock');
  const closing = meaningsOf(tokens, 'closing').length > 0;
  const closingMinutes = minutesOfClock(defaultClock.closing);

  if (otherPart !== undefined) {
    const minutes = parts.flatMap((name) => dayParts[name].due ?? []).map(minutesOfClock);
    return { ...words, plausible: minutes, possible: minutes, precision: 'day-part', doubt: 'contradiction' };
  }
  if (clocks.length > 0) {
    const readings = clocks.map((clock) => readClock(clock, part, policy));
    const known = readings.filter((reading) => reading !== undefined);
    if (known.length < readings.length)
      return { ...words, plausible: [], possible: [], precision: 'minute', doubt: 'no-such-clock' };
    if (closing) known.push({ plausible: [closingMinutes], possible: [closingMinutes] });
    const possible = known.flatMap((reading) => reading.possible);
    const agreed = (known[0]?.plausible ?? []).filter((minutes) =>
      known.every((reading) => reading.plausible.includes(minutes)),
    );
    if (agreed.length > 0) return { ...words, plausible: agreed, possible, precision: 'minute' };
    const afterMidnight =
      part === 'evening' || part === 'night' ? clocks.map((clock) => (24 + clock.hour) * 60 + clock.minute) : [];
    const single = known.length === 1 && part === undefined;
    return {
      ...words,
      plausible: [],
      possible: [...possible, ...afterMidnight],
      precision: 'minute',
      doubt: single ? 'two-readings' : 'contradiction',
    };
  }
  if (closing) {
    const fits =
      part === undefined || (defaultClock.closing >= dayParts[part].from && defaultClock.closing <= dayParts[part].to);
    const minutes = [closingMinutes];
    return {
      ...words,
      closing,
      plausible: minutes,
      possible: minutes,
      precision: 'day-part',
      doubt: fits ? undefined : 'contradiction',
    };
  }
  if (part !== undefined) {
    const { from, to, due } = dayParts[part];
    if (due === null) {
      const end = [minutesOfClock(to)];
      return { ...words, plausible: end, possible: end, precision: 'day-part', doubt: 'clock-missing' };
    }
    const beforeIt = limitsOf(tokens).before && startIsALimit.includes(part);
    const minutes = (beforeIt ? [from, due] : [due]).map(minutesOfClock);
    return { ...words, plausible: minutes, possible: minutes, precision: 'day-part', partEnds: minutesOfClock(to) };
  }
  const working = amounts.some(({ unit }) => unit === 'workday') || meaningsOf(tokens, 'next-workday').length > 0;
  const minutes = [minutesOfClock(working ? defaultClock.workingDays : defaultClock.date)];
  return { ...words, plausible: minutes, possible: minutes, precision: 'day' };
}
