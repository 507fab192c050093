import fc from 'fast-check';
import { expect, test } from 'vitest';
import { phoneKey } from '../../src-shared/domain/case/phone.ts';

const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${String(count)}}$`));
const mobile = fc
  .tuple(fc.constantFrom('3', '5', '7', '8', '9'), digits(9))
  .map(([second, rest]) => `1${second}${rest}`);
const landline = fc
  .tuple(fc.constantFrom('10', '21', '755', '531', '898'), fc.constantFrom('2', '5', '8'), digits(7))
  .map(([area, first, rest]) => `0${area}${first}${rest}`);
const separator = fc.constantFrom('', ' ', '.', '\u00a0', '  ', '·', '\u200b');

/** The same digits with anything between them that people put there. */
function written(number: string): fc.Arbitrary<string> {
  return fc
    .array(separator, { minLength: number.length, maxLength: number.length })
    .map((between) => [...number].map((digit, index) => digit + (between[index] ?? '')).join(''));
}

/** U+FF10 … U+FF19, as a Chinese keyboard in full-width mode types them. */
function fullWidth(number: string): string {
  return number.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
}

test('a mobile number is itself, however it is written', () => {
  const prefix = fc.constantFrom('', '+86', '+86 ', '+86-', '0086', '0086-', '86 ', '(+86)', '0');
  const way = fc
    .tuple(mobile, prefix)
    .chain(([number, before]) => written(number).map((text) => ({ number, text: before + text })));
  fc.assert(
    fc.property(way, ({ number, text }) => {
      expect([phoneKey(text), phoneKey(fullWidth(text))]).toEqual([number, number]);
    }),
  );
});

test('a landline is itself with its area, from within the country and from abroad', () => {
  const prefix = fc.constantFrom('', '+86 ', '0086 ', '+86 (0)', '+86-', '86-');
  const way = fc.tuple(landline, prefix).chain(([number, before]) => {
    const dialled = before.startsWith('+86') || before.startsWith('00') ? number.slice(1) : number;
    return written(dialled).map((text) => ({ number, text: before + text }));
  });
  fc.assert(
    fc.property(way, ({ number, text }) => {
      expect(phoneKey(text)).toBe(number);
    }),
  );
});

test('an extension is kept, whichever sign stands before it', () => {
  const sign = fc.constantFrom('-', '转', ' 转 ', '分机', 'x', '#', ',', ' ext. ');
  const number = fc.oneof(mobile, landline);
  fc.assert(
    fc.property(number, sign, fc.integer({ min: 0, max: 999_999 }), (base, before, extension) => {
      expect(phoneKey(`${base}${before}${String(extension)}`)).toBe(`${base}x${String(extension)}`);
    }),
  );
});

test('a number of another country keeps its digits', () => {
  const code = fc.constantFrom('1', '44', '65', '81', '852', '853', '886', '7');
  fc.assert(
    fc.property(code, fc.tuple(fc.integer({ min: 1, max: 9 }), digits(8)), (country, [first, rest]) => {
      const number = `${country}${String(first)}${rest}`;
      expect(phoneKey(`+${country} ${String(first)}${rest.slice(0, 3)}-${rest.slice(3)}`)).toBe(`+${number}`);
      expect(phoneKey(`00${number}`)).toBe(`+${number}`);
    }),
  );
});

test('the form of a form is itself, whatever was typed', () => {
  const piece = fc.constantFrom(
    '+',
    '86',
    '00',
    '0',
    '-',
    ' ',
    '(0)',
    '转',
    'x',
    '#',
    'a',
    '13800001234',
    '010',
    '1',
    '*',
    '／',
  );
  const anything = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(anything, (text) => {
      expect(phoneKey(phoneKey(text))).toBe(phoneKey(text));
    }),
    { numRuns: 5_000 },
  );
});
