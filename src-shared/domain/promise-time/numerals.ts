/** Numbers as they are written in a promise: 15, 十五, 二十三, 两, 俩, 一百二, 1.5. */

const digitValues: Readonly<Record<string, number>> = {
  零: 0, 〇: 0, 一: 1, 二: 2, 两: 2, 俩: 2, 三: 3, 仨: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9,
}; // prettier-ignore

const tensValues: Readonly<Record<string, number>> = { 十: 10, 廿: 20, 卅: 30 };

const chineseDigit = '[零〇一二两俩三仨四五六七八九十百廿卅]';

/** Source of a pattern for a whole number; never ends in the middle of a run of digits. */
export const wholeNumber = `(?:\\d{1,4}(?!\\d)|${chineseDigit}{1,6}(?!${chineseDigit}))`;

/** Source of a pattern for a whole or a decimal number. */
export const anyNumber = `(?:\\d{1,4}\\.\\d{1,2}(?!\\d)|${wholeNumber})`;

const numeral =
  /^(?:([一二两三四五六七八九])百)?(零|〇)?(?:([一二三四五六七八九])?([十廿卅]))?([零〇一二两俩三仨四五六七八九])?$/u;

/** The value of a number matched by one of the patterns above; `undefined` for 两三, 二五 and the like. */
export function parseNumber(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/u.test(text)) return Number(text);
  const match = numeral.exec(text);
  if (text === '' || match === null) return undefined;
  const [, hundreds, zero, tensDigit, tensWord, unit] = match;
  const ones = unit === undefined ? 0 : (digitValues[unit] ?? 0);
  const tens = tensWord === undefined ? 0 : (tensValues[tensWord] ?? 0) * (digitValues[tensDigit ?? '一'] ?? 1);
  if (hundreds === undefined) return tens + ones;
  const hundred = (digitValues[hundreds] ?? 0) * 100;
  // 一百二 is 120, 一百零二 is 102
  return unit !== undefined && zero === undefined && tensWord === undefined
    ? hundred + ones * 10
    : hundred + tens + ones;
}

/** A year of four digits, 2026 or 二零二六. */
export function parseYear(text: string): number | undefined {
  if (/^\d{4}$/u.test(text)) return Number(text);
  if (!/^[零〇一二三四五六七八九]{4}$/u.test(text)) return undefined;
  return [...text].reduce((year, digit) => year * 10 + (digitValues[digit] ?? 0), 0);
}

const englishUnits: readonly string[] = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
]; // prettier-ignore

const englishTens: readonly string[] = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** Source of a pattern for an English whole number in words or digits. */
export const englishNumber = `(?:\\d{1,4}(?!\\d)|(?:${englishTens.join('|')})(?:[ -](?:${englishUnits.slice(1, 10).join('|')}))?|${[...englishUnits].reverse().join('|')}|an|a)`;

/** The value of a number matched by {@link englishNumber}. */
export function parseEnglishNumber(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/u.test(text)) return Number(text);
  if (text === 'a' || text === 'an') return 1;
  const [first = '', second] = text.split(/[ -]/u);
  const unit = englishUnits.indexOf(first);
  if (unit >= 0) return unit;
  const tens = englishTens.indexOf(first);
  if (tens < 0) return undefined;
  return (tens + 2) * 10 + (second === undefined ? 0 : Math.max(0, englishUnits.indexOf(second)));
}
