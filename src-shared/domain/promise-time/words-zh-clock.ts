import { word, type ClockMeaning, type Meaning, type Word } from './meaning.ts';
import { parseNumber, wholeNumber } from './numerals.ts';
import { dateMeaning } from './words-zh-dates.ts';
import type { DayPart } from './policy.ts';

/** Clock times, 15:30 and 三点半, and parts of the day, 上午 and 晚上. */

const parts: Readonly<Record<DayPart, string>> = {
  dawn: '凌晨|拂晓',
  early: '大?清早|一大?早|早上|早晨|清晨|早间',
  morning: '上午|午前',
  noon: '中午|正午|午间',
  afternoon: '下午|午后',
  dusk: '傍晚|黄昏',
  evening: '晚上|晚间',
  night: '深夜|半夜|夜里|夜间|午夜',
};

/** A numeral written with a leading zero, at 0 or after 12 can only be meant on a face of 24 hours. */
export function clockMeaning(hourText: string, hour: number, minute: number): ClockMeaning {
  const full = hour === 0 || hour > 12 || /^0\d/u.test(hourText);
  return { kind: 'clock', hour, minute, face: full ? 'full' : 'bare' };
}

/** Digits around a colon are a face of 24 hours, as far as that is plausible. */
function withDigits(clock: ClockMeaning): ClockMeaning {
  return clock.face === 'bare' ? { ...clock, face: 'digits' } : clock;
}

const quarterMinutes: Readonly<Record<string, number>> = { 一刻: 15, 两刻: 30, 二刻: 30, 三刻: 45, 半: 30, 整: 0 };

/** The minutes after 点: 半, 三刻, 二十, 05, 5分; a single Chinese digit needs 零 before or 分 behind it. */
function minutesAfterHour(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return 0;
  const named = quarterMinutes[text.replace(/^过|钟$/gu, '')];
  if (named !== undefined) return named;
  const digits = text.replace(/^过|分钟?$/gu, '');
  const value = parseNumber(digits);
  const isMinutes = text.endsWith('分') || text.endsWith('分钟') || digits.length > 1;
  return value !== undefined && isMinutes && Number.isInteger(value) ? value : undefined;
}

const hourSign = '(?:点钟|点|时)';
const minuteText = `过?(?:[一两二三]刻钟?|半|整|${wholeNumber}分|${wholeNumber}(?!:))`;

function minutesBefore(minutesText: string, unit: string): number | undefined {
  const count = parseNumber(minutesText);
  return count === undefined ? undefined : unit.startsWith('刻') ? count * 15 : count;
}

function clockBefore(hourText: string, minutesText: string, unit: string): readonly Meaning[] | undefined {
  const hour = parseNumber(hourText);
  const early = minutesBefore(minutesText, unit);
  if (hour === undefined || early === undefined || early < 1 || early > 59) return undefined;
  const before = hour === 1 ? 12 : hour - 1;
  return before < 0 ? undefined : [clockMeaning(String(before), before, 60 - early)];
}

export const chineseClockWords: readonly Word[] = [
  word(`(${wholeNumber})${hourSign}(${minuteText})?`, ([, hourText = '', minutes]) => {
    const hour = parseNumber(hourText);
    const minute = minutesAfterHour(minutes);
    return hour === undefined || minute === undefined ? undefined : [clockMeaning(hourText, hour, minute)];
  }),
  word(`(${wholeNumber})${hourSign}`, ([, hourText = '']) => {
    const hour = parseNumber(hourText);
    return hour === undefined ? undefined : [clockMeaning(hourText, hour, 0)];
  }),
  word('(\\d{1,2}):(\\d{2})(?![\\d:])(?: ?(整))?', ([, hour = '', minute = '']) => [
    withDigits(clockMeaning(hour, Number(hour), Number(minute))),
  ]),
  word(`差(${wholeNumber})(分钟?|刻钟?)到?(${wholeNumber})${hourSign}`, ([, minutes = '', unit = '', hour = '']) =>
    clockBefore(hour, minutes, unit),
  ),
  word(`(${wholeNumber})${hourSign}差(${wholeNumber})(分钟?|刻钟?)`, ([, hour = '', minutes = '', unit = '']) =>
    clockBefore(hour, minutes, unit),
  ),
  // 三四点
  word(`([一二两三四五六七八九])([二两三四五六七八九十])${hourSign}`, ([, low = '', high = '']) => {
    const [from, to] = [parseNumber(low), parseNumber(high)];
    if (from === undefined || to === undefined || to !== from + 1) return undefined;
    return [{ kind: 'choice', reason: 'vague', options: [[clockMeaning('', from, 0)], [clockMeaning('', to, 0)]] }];
  }),
  // 11.25 is a date, 15.30 a clock time, 11.25 could be both
  word('(\\d{1,2})\\.(\\d{2})(?![\\d.])', ([, left = '', right = '']) => {
    const [first, second] = [Number(left), Number(right)];
    const clock: Meaning[] = first <= 24 && second <= 59 ? [withDigits(clockMeaning(left, first, second))] : [];
    const date: Meaning[] =
      first >= 1 && first <= 12 && second >= 1 && second <= 31 ? [dateMeaning({ month: first, day: second })] : [];
    const options = [date, clock].filter((option) => option.length > 0);
    return options.length > 1 ? [{ kind: 'choice', reason: 'two-readings', options }] : options[0];
  }),
  ...(Object.keys(parts) as DayPart[]).map((part) => word(parts[part], { kind: 'day-part', part })),
  // 晚8点, 早九点
  word(`早(?=${wholeNumber}[点时:])`, { kind: 'day-part', part: 'early' }),
  word(`晚(?=${wholeNumber}[点时:])`, { kind: 'day-part', part: 'evening' }),
  word('下班', { kind: 'closing' }),
];
