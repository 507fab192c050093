import { word, type DateMeaning, type Meaning, type Word, type YearWord } from './meaning.ts';
import { parseNumber, parseYear, wholeNumber } from './numerals.ts';
import type { DayPart } from './policy.ts';

/** Chinese words for days: 明天, 下周五, 11月25日, 月底, 今晚. */

const dayOffsets: Readonly<Record<string, number>> = {
  前天: -2, 昨天: -1, 昨日: -1,
  今天: 0, 今日: 0, 今儿个: 0, 今儿: 0, 当天: 0, 当日: 0, 本日: 0,
  明天: 1, 明日: 1, 明儿个: 1, 明儿: 1, 次日: 1, 翌日: 1, 第二天: 1,
  后天: 2, 后日: 2, 后儿: 2, 大后天: 3,
}; // prettier-ignore

const shortDays: Readonly<Record<string, number>> = { 今: 0, 当: 0, 明: 1, 后: 2 };

const shortParts: Readonly<Record<string, DayPart>> = {
  早: 'early', 晨: 'early', 早上: 'early', 早晨: 'early', 午: 'noon', 晚: 'evening', 晚上: 'evening', 夜: 'night',
}; // prettier-ignore

const weekdays: Readonly<Record<string, number>> = {
  一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 日: 7, 天: 7,
  '1': 1, '2': 2, '3': 3, '4': 4, '5': 5, '6': 6, '7': 7,
}; // prettier-ignore

const relative = '本|这一?个?|当|上一?个?|下{1,3}一?个?';

/** 本 0, 上 -1, 下 1, 下下 2. */
function relativeOffset(text: string): number {
  if (text.startsWith('上')) return -1;
  return [...text].filter((character) => character === '下').length;
}

const yearWords: Readonly<Record<string, number>> = { 今年: 0, 本年: 0, 明年: 1, 后年: 2 };

function yearOf(text: string | undefined): YearWord | undefined | 'not-a-year' {
  if (text === undefined) return undefined;
  const offset = yearWords[text];
  if (offset !== undefined) return { base: 'relative', value: offset };
  const value = parseYear(text);
  return value === undefined ? 'not-a-year' : { base: 'absolute', value };
}

export function dateMeaning(parts: Partial<DateMeaning>): DateMeaning {
  return { kind: 'date', year: undefined, month: undefined, monthOffset: undefined, day: 0, ...parts };
}

function monthAndDay(yearText: string | undefined, monthText: string, dayText: string): readonly Meaning[] | undefined {
  const year = yearOf(yearText);
  const month = parseNumber(monthText);
  const day = parseNumber(dayText);
  if (year === 'not-a-year' || month === undefined || day === undefined) return undefined;
  return [dateMeaning({ year, month, day })];
}

/** What follows a number that is counted and not a day: `9-11点` is a range of hours, not the 11th of September. */
const counted =
  ' ?(?:[点时:号日天个分小秒工刻]|(?:周|星期|礼拜)(?![一二三四五六日天末])|(?:am|pm|[hmdsw]|hours?|hrs?|min(?:ute)?s?|days?|weeks?|business|working)(?![a-z]))';

export const chineseDateWords: readonly Word[] = [
  word('[今明后]儿个?|大后天|第二天|[前昨今明后当]天|[昨今明后当本次翌]日', ([text]) => {
    const offset = dayOffsets[text];
    return offset === undefined ? undefined : [{ kind: 'day', offset }];
  }),
  // 明后天, 今明两天
  word('明后[两二]?天', () => [
    { kind: 'choice', reason: 'alternatives', options: [[{ kind: 'day', offset: 1 }], [{ kind: 'day', offset: 2 }]] },
  ]),
  word('今明[两二]天', { kind: 'day', offset: 1 }),
  // 今晚, 明早, 后天晚 is 后天 + 晚
  word('([今当明后])(早上|早晨|早|晨|午|晚上|晚|夜)', ([, day = '', part = '']) => {
    const offset = shortDays[day];
    const name = shortParts[part];
    if (offset === undefined || name === undefined) return undefined;
    return [
      { kind: 'day', offset },
      { kind: 'day-part', part: name },
    ];
  }),
  word(`(${relative})?(?:周|星期|礼拜)的?([一二三四五六日天]|[1-7](?![\\d:点个天小]))`, ([, week, day = '']) => {
    const weekday = weekdays[day];
    if (weekday === undefined) return undefined;
    return [{ kind: 'weekday', week: week === undefined ? 'ahead' : relativeOffset(week), weekday }];
  }),
  word(`(${relative})(?:周|星期|礼拜)(?!末)的?`, ([, week = '']) => [{ kind: 'week', offset: relativeOffset(week) }]),
  word('周内', () => [{ kind: 'week', offset: 0 }, { kind: 'within' }]),

  word(
    `(?:(今年|本年|明年|后年|(?:\\d{4}|[零一二三四五六七八九]{4})(?=年))年?的?)?(${wholeNumber})月份?的?(${wholeNumber})(?:日|号)`,
    ([, year, month = '', day = '']) => monthAndDay(year, month, day),
  ),
  word(`(${wholeNumber})月(${wholeNumber})(?!${counted})`, ([, month = '', day = '']) =>
    monthAndDay(undefined, month, day),
  ),
  word(`(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?!\\d)`, ([, year, , month = '', day = '']) =>
    monthAndDay(year, month, day),
  ),
  word(`(\\d{1,2})[-/](\\d{1,2})(?![\\d/-]|${counted})`, ([, month = '', day = '']) =>
    monthAndDay(undefined, month, day),
  ),
  word(`(${relative})月份?的?(${wholeNumber})(?:日|号)?(?!${counted})`, ([, month = '', dayText = '']) => {
    const day = parseNumber(dayText);
    return day === undefined ? undefined : [dateMeaning({ monthOffset: relativeOffset(month), day })];
  }),
  word(`(${wholeNumber})(?:号|日)(?!(?:之|以)?[内后])`, ([, dayText = '']) => {
    const day = parseNumber(dayText);
    return day === undefined ? undefined : [dateMeaning({ day })];
  }),

  word(`(${relative})月份?的?(底|末)?`, ([, month = '', end]) => [
    { kind: 'month-end', month: undefined, offset: relativeOffset(month), loose: end === undefined },
  ]),
  word('月[底末]', { kind: 'month-end', month: undefined, offset: 0, loose: false }),
  word('月内', () => [{ kind: 'month-end', month: undefined, offset: 0, loose: false }, { kind: 'within' }]),
  word(`(${wholeNumber})月份?的?([底末])?`, ([, monthText = '', end]) => {
    const month = parseNumber(monthText);
    if (month === undefined || month < 1 || month > 12) return undefined;
    return [{ kind: 'month-end', month, offset: 0, loose: end === undefined }];
  }),
  word('(今年|本年|明年|后年)?年?[底末]|(今年|本年|明年)(?=之?内)|年(?=之?内)', ([text, ending, within]) => {
    const year = ending ?? within;
    if (year === undefined && !text.startsWith('年')) return undefined;
    return [{ kind: 'year-end', offset: yearWords[year ?? '今年'] ?? 0 }];
  }),
  word('节假日|小长假|节日|长假|假期|放假|节', { kind: 'holiday', name: undefined }),
];
