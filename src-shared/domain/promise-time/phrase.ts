import type { Temporal } from 'temporal-polyfill';
import { isClock, readClockWords, type ClockWords } from './clock-words.ts';
import { isDay, meaningsOf, stretch, type AmountMeaning, type Meaning, type Token } from './meaning.ts';
import { momentOf, type Present } from './moment.ts';
import { readDays } from './named-days.ts';
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
  const doubt = days?.doubt ?? clock.doubt ?? limit ?? (isDescending(amounts) ? undefined : 'contradiction');
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

const unitsDown: readonly AmountMeaning['unit'][] = ['month', 'week', 'workday', 'day', 'hour', 'minute', 'second'];

/** 1小时20分 adds up; 十天半个月 and 3分钟2小时 are no sums. */
function isDescending(amounts: readonly AmountMeaning[]): boolean {
  const ranks = amounts.map(({ unit }) => unitsDown.indexOf(unit));
  return ranks.every((rank, index) => index === 0 || rank > (ranks[index - 1] ?? 0));
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
  const days = readDays(others, [], present);
  const dueDay = local.add({ milliseconds: Math.round(exact) }).toPlainDate();
  const sameDay = days?.doubt === undefined && days?.dates.some((date) => date.equals(dueDay)) === true;
  const agrees = elsewhere === undefined || (sameDay && !others.some(({ meaning }) => isClock(meaning)));
  return {
    plausible: [...(impossible ? [] : [due]), ...(agrees ? [] : elsewhere.plausible)],
    others: [],
    rolled: undefined,
    precision: 'minute',
    doubt: impossible || !agrees || !isDescending(amounts) ? 'contradiction' : limitDoubt(tokens),
    fragment: stretch(tokens, () => true),
  };
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
