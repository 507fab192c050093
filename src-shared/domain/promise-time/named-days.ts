import { distinct, readAmount, readDay, type DateReading, type Limits } from './dates.ts';
import { isDay, type AmountMeaning, type DayMeaning, type Meaning, type Token } from './meaning.ts';
import type { Present } from './moment.ts';

export function limitsOf(tokens: readonly Token[]): Limits {
  const has = (kind: Meaning['kind']): boolean => tokens.some(({ meaning }) => meaning.kind === kind);
  return { before: has('before'), within: has('within'), after: has('after') };
}

/** The days named, which must agree: 11月25日(周三). `undefined` when none is. */
export function readDays(
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
