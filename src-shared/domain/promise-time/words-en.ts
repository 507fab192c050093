import { word, type AmountMeaning, type AmountUnit, type ClockMeaning, type Meaning, type Word } from './meaning.ts';
import { englishNumber, parseEnglishNumber } from './numerals.ts';
import { clockMeaning } from './words-zh-clock.ts';
import { dateMeaning } from './words-zh-dates.ts';
import type { DayPart } from './policy.ts';

/** The basics of English: tomorrow 3pm, in 40 minutes, friday 10:00, by end of month. */

const weekdayNames = [
  'mon(?:day)?',
  'tue(?:s(?:day)?)?',
  'wed(?:nesday|s)?',
  'thu(?:r(?:s(?:day)?)?)?',
  'fri(?:day)?',
  'sat(?:urday)?',
  'sun(?:day)?',
];
const monthNames = [
  'jan(?:uary)?', 'feb(?:ruary)?', 'mar(?:ch)?', 'apr(?:il)?', 'may', 'june?', 'july?', 'aug(?:ust)?', 'sep(?:t(?:ember)?)?',
  'oct(?:ober)?', 'nov(?:ember)?', 'dec(?:ember)?',
]; // prettier-ignore
const months = monthNames.join('|');

const indexIn = (names: readonly string[], text: string): number =>
  names.findIndex((name) => new RegExp(`^(?:${name})$`, 'u').test(text)) + 1;

const units: readonly (readonly [source: string, unit: AmountUnit])[] = [
  ['seconds?|secs?|s', 'second'],
  ['minutes?|mins?|m', 'minute'],
  ['hours?|hrs?|h', 'hour'],
  ['(?:business|working|work) days?|workdays?', 'workday'],
  ['days?|d', 'day'],
  ['weeks?|wks?|w', 'week'],
  ['months?', 'month'],
];
const unitSource = `(?:${units.map(([source]) => source).join('|')})(?![a-z])`;

function amount(count: number | undefined, unitText: string): readonly AmountMeaning[] | undefined {
  const unit = units.find(([source]) => new RegExp(`^(?:${source})$`, 'u').test(unitText))?.[1];
  if (count === undefined || unit === undefined) return undefined;
  const divisible = unit === 'hour' || unit === 'minute' || unit === 'day' || unit === 'second';
  return Number.isInteger(count) || divisible ? [{ kind: 'amount', count, unit }] : undefined;
}

function halfDayClock(
  hourText: string,
  minuteText: string | undefined,
  half: string,
): readonly ClockMeaning[] | undefined {
  const hour = Number(hourText);
  const minute = Number(minuteText ?? '0');
  if (hour > 12) return [clockMeaning(hourText, hour, minute)];
  return [{ kind: 'clock', hour, minute, face: half.startsWith('a') ? 'am' : 'pm' }];
}

/** half past three, with or without am or pm */
function spoken(hour: number | undefined, minute: number, half: string | undefined): readonly Meaning[] | undefined {
  if (hour === undefined || hour < 1 || hour > 12) return undefined;
  return [{ kind: 'clock', hour, minute, face: half === undefined ? 'bare' : half.startsWith('a') ? 'am' : 'pm' }];
}

const half = ' ?([ap]m|[ap]\\.m\\.?)';

const dayParts: readonly (readonly [source: string, part: DayPart])[] = [
  ['morning', 'morning'],
  ['afternoon', 'afternoon'],
  ['evening', 'evening'],
  ['night', 'evening'],
];

const day = (offset: number): Meaning => ({ kind: 'day', offset });
const part = (name: DayPart): Meaning => ({ kind: 'day-part', part: name });

const weekOffset = (text: string): number => (text === 'next' ? 1 : 0);

export const englishWords: readonly Word[] = [
  // days
  word('the day after tomorrow|day after tomorrow', day(2)),
  word('tomorrow|tmrw?', day(1)),
  word('today', day(0)),
  word('yesterday', day(-1)),
  word('tonight', () => [day(0), part('evening')]),
  word(`(?:(this|next|coming) )?(${weekdayNames.join('|')})\\.?`, ([, which, name = '']) => [
    {
      kind: 'weekday',
      week: which === 'this' ? 0 : which === 'next' ? 'english-next' : 'ahead',
      weekday: indexIn(weekdayNames, name),
    },
  ]),
  word('(?:(?:the )?end of )?(this|next) week', ([, which = '']) => [{ kind: 'week', offset: weekOffset(which) }]),
  word('(?:the )?end of (?:the )?week|eow', { kind: 'week', offset: 0 }),
  word('(?:the )?end of (?:(?:the|this) )?month|eom|this month', {
    kind: 'month-end',
    month: undefined,
    offset: 0,
    loose: false,
  }),
  word('(?:the )?end of next month', { kind: 'month-end', month: undefined, offset: 1, loose: false }),
  word('next month', { kind: 'month-end', month: undefined, offset: 1, loose: true }),
  word('(?:the )?end of (?:(?:the|this) )?year|eoy', { kind: 'year-end', offset: 0 }),
  word(
    `(${months})\\.? ?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]| ?[ap]\\.?m)(?:,? ?(\\d{4})(?!\\d))?`,
    ([, month = '', date, year]) => [
      dateMeaning({
        month: indexIn(monthNames, month),
        day: Number(date),
        year: year === undefined ? undefined : { base: 'absolute', value: Number(year) },
      }),
    ],
  ),
  word(
    `(?:the )?(\\d{1,2})(?:st|nd|rd|th)? (?:of )?(${months})(?![a-z])\\.?(?:,? ?(\\d{4})(?!\\d))?`,
    ([, date, month = '', year]) => [
      dateMeaning({
        month: indexIn(monthNames, month),
        day: Number(date),
        year: year === undefined ? undefined : { base: 'absolute', value: Number(year) },
      }),
    ],
  ),
  word('(?:the )?(\\d{1,2})(?:st|nd|rd|th)', ([, date]) => [dateMeaning({ day: Number(date) })]),

  // parts of the day and clock times
  ...dayParts.map(([source, name]) => word(`(?:in the |at )?${source}`, part(name))),
  ...dayParts.map(([source, name]) => word(`this ${source}`, () => [day(0), part(name)])),
  word('noon|midday', { kind: 'clock', hour: 12, minute: 0, face: 'full' }),
  word('midnight', {
    kind: 'choice',
    reason: 'two-readings',
    options: [
      [{ kind: 'clock', hour: 0, minute: 0, face: 'full' }],
      [{ kind: 'clock', hour: 24, minute: 0, face: 'full' }],
    ],
  }),
  word('(?:the )?(?:end of (?:the )?(?:business )?day|close of business)|eod|cob', { kind: 'closing' }),
  word(`(\\d{1,2})(?:[:.](\\d{2}))?${half}`, ([, hour = '', minute, pm = '']) => halfDayClock(hour, minute, pm)),
  word(`(${englishNumber}) o'?clock`, ([, hour = '']) => spoken(parseEnglishNumber(hour), 0, undefined)),
  word(`half past (${englishNumber})(?:${half})?`, ([, hour = '', pm]) => spoken(parseEnglishNumber(hour), 30, pm)),
  word(`(?:a )?quarter past (${englishNumber})(?:${half})?`, ([, hour = '', pm]) =>
    spoken(parseEnglishNumber(hour), 15, pm),
  ),
  word(`(?:a )?quarter to (${englishNumber})(?:${half})?`, ([, hourText = '', pm]) => {
    const hour = parseEnglishNumber(hourText);
    return spoken(hour === 1 ? 12 : hour === undefined ? undefined : hour - 1, 45, pm);
  }),
  word(
    `(?:at|by|before|until|till) (\\d{1,2})(?= *(?:$|[,;!?]|tomorrow|today|on |this |next |${weekdayNames.join('|')}))`,
    ([, hour = '']) => [clockMeaning(hour, Number(hour), 0)],
  ),

  // amounts
  word(`(\\d{1,4}\\.\\d{1,2}|${englishNumber})(?:[ -]|(?<=\\d))(${unitSource})`, ([, count = '', unit = '']) =>
    amount(parseEnglishNumber(count), unit),
  ),
  word(`(${englishNumber}) and a half (${unitSource})`, ([, count = '', unit = '']) => {
    const whole = parseEnglishNumber(count);
    return whole === undefined ? undefined : amount(whole + 0.5, unit);
  }),
  word('an hour and a half', { kind: 'amount', count: 90, unit: 'minute' }),
  word('half an hour|half hour|a half hour', { kind: 'amount', count: 30, unit: 'minute' }),
  word('(?:a )?quarter of an hour', { kind: 'amount', count: 15, unit: 'minute' }),
  word('three quarters of an hour', { kind: 'amount', count: 45, unit: 'minute' }),
  word('(?:the )?next (?:business|working) day', { kind: 'next-workday' }),
  word(`(?:a )?couple (?:of )?(${unitSource})`, ([, unit = '']) => {
    const options = [amount(2, unit), amount(3, unit)].filter((option) => option !== undefined);
    return [{ kind: 'choice', reason: 'vague', options }];
  }),
  word(`(?:(?:a )?few|several|some) (?:${unitSource})`, { kind: 'choice', reason: 'vague', options: [] }),

  // how it is meant
  word('by|before|no later than|at the latest', { kind: 'before' }),
  word('within', { kind: 'within' }),
  word('after', { kind: 'after', side: 'right' }),
  word('to|through|until|till', { kind: 'to' }),
  word('between', { kind: 'between' }),
  word('and', { kind: 'and' }),
  word('or', { kind: 'or' }),
  word('about|around|approximately|approx\\.?|roughly|maybe|probably', { kind: 'about' }),
  word('in|at|on|the|of|from now|from|please|time|this', { kind: 'filler' }),
];
