import { word, type AmountMeaning, type AmountUnit, type Meaning, type Word } from './meaning.ts';
import { anyNumber, parseNumber, wholeNumber } from './numerals.ts';

/** Chinese amounts of time: 40分钟, 一个半小时, 三个工作日, 两周; and the vague ones: 十来分钟, 两三天, 几个小时. */

const units: readonly (readonly [source: string, unit: AmountUnit])[] = [
  ['秒钟?', 'second'],
  ['分钟|分', 'minute'],
  ['小时|钟头', 'hour'],
  ['工作日|工作天', 'workday'],
  ['天', 'day'],
  ['周|星期|礼拜', 'week'],
  ['月', 'month'],
];

/** 日 counts days only when a limit follows: 3日内; 3日 alone is the third of the month. */
const unitSource = `${units.map(([source]) => source).join('|')}|日(?=(?:之|以)?[内后])|(?:(?<=个)|(?<=个半))钟`;

function unitOf(text: string): AmountUnit {
  if (text === '钟') return 'hour';
  return units.find(([source]) => new RegExp(`^(?:${source})$`, 'u').test(text))?.[1] ?? 'day';
}

/** A number of units; months want 个 (3月 is March), and only hours, minutes, days and months can be halved. */
function amount(count: number | undefined, unitText: string, counter: boolean): readonly AmountMeaning[] | undefined {
  const unit = unitOf(unitText);
  if (count === undefined || (unit === 'month' && !counter)) return undefined;
  if (Number.isInteger(count)) return [{ kind: 'amount', count, unit }];
  if (unit === 'week' || unit === 'workday') return undefined;
  if (unit !== 'month') return [{ kind: 'amount', count, unit }];
  if (count % 1 !== 0.5) return undefined;
  const half: AmountMeaning = { kind: 'amount', count: 15, unit: 'day' };
  return count < 1 ? [half] : [{ kind: 'amount', count: Math.floor(count), unit }, half];
}

function choice(counts: readonly (number | undefined)[], unitText: string): readonly Meaning[] | undefined {
  const options = counts.map((count) => amount(count, unitText, true));
  if (options.includes(undefined)) return undefined;
  return [{ kind: 'choice', reason: 'vague', options: options.filter((option) => option !== undefined) }];
}

/** 十来 and 十几 reach from 10 to 20, 两个多 from 2 to 3. */
function upTo(count: number): number {
  return count >= 10 && count % 10 === 0 ? count + 10 : count + 1;
}

const oneDigit = '[一二两三四五六七八九]';

export const chineseAmountWords: readonly Word[] = [
  word(
    `(${anyNumber})(个)?(半)?(${unitSource})(半(?!个|小时|钟|天|年))?(?:的时间)?`,
    ([, number = '', counter, halfBefore, unit = '', halfBehind]) => {
      const whole = parseNumber(number);
      // 一个半小时 and 一小时半, but not 一半小时
      if (whole === undefined || (halfBefore !== undefined && (counter === undefined || halfBehind !== undefined)))
        return undefined;
      const half = halfBefore ?? halfBehind;
      return amount(half === undefined ? whole : whole + 0.5, unit, counter !== undefined);
    },
  ),
  // 半小时, 半个月; 半天 is an idiom and left to the policy
  word(`半(个)?(${unitSource})`, ([, counter, unit = '']) =>
    unit === '天' ? undefined : amount(0.5, unit, counter !== undefined),
  ),
  word(`(${wholeNumber})刻钟`, ([, number = '']) => {
    const quarters = parseNumber(number);
    return quarters === undefined ? undefined : [{ kind: 'amount', count: quarters * 15, unit: 'minute' }];
  }),
  // 一点五小时; 三点五分 is a clock time
  word(`(${wholeNumber})点(${oneDigit}|零)个?(小时|钟头|天)`, ([, whole = '', tenth = '', unit = '']) => {
    const [ones, tenths] = [parseNumber(whole), parseNumber(tenth)];
    return ones === undefined || tenths === undefined ? undefined : amount(ones + tenths / 10, unit, true);
  }),
  word(`(${wholeNumber})年`, ([, number = '']) => {
    const years = parseNumber(number);
    return years === undefined || years > 99 ? undefined : [{ kind: 'amount', count: years * 12, unit: 'month' }];
  }),
  word('半年', { kind: 'amount', count: 6, unit: 'month' }),
  word('下一?个工作日|下一?工作日|次一?工作日|第二个工作日', { kind: 'next-workday' }),

  // 几天, 好几个小时, 几十分钟, 若干天
  word(`(?:好?几[十百]?|数[十百]?|若干|多)个?(${unitSource})`, ([, unit = '']) => choice([], unit)),
  // 十几分钟, 十来天, 两个多小时, 20多分钟
  word(`(${wholeNumber})(?:几|来|多|余)个?(${unitSource})`, ([, number = '', unit = '']) => {
    const count = parseNumber(number);
    return count === undefined ? undefined : choice([count, upTo(count)], unit);
  }),
  word(`(${wholeNumber}|半)个?多(${unitSource})`, ([, number = '', unit = '']) => {
    const count = number === '半' ? 0.5 : parseNumber(number);
    return count === undefined ? undefined : choice([count, count === 0.5 ? 1 : upTo(count)], unit);
  }),
  // 两三天, 三五天
  word(`(${oneDigit})(${oneDigit})个?(${unitSource})`, ([, low = '', high = '', unit = '']) => {
    const [from, to] = [parseNumber(low), parseNumber(high)];
    return from === undefined || to === undefined || from >= to ? undefined : choice([from, to], unit);
  }),
  word(`个把(${unitSource})`, ([, unit = '']) => choice([1, 2], unit)),
];
