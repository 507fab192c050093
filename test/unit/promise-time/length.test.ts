import { expect, test } from 'vitest';
import { longestText, readPromiseTime, type Reading } from '../../../src-shared/domain/promise-time/read.ts';
import { ask, context, none, time } from './fixture.ts';

const now = context('2026-06-10 10:00');
const read = (text: string): Reading => readPromiseTime(text, now);

test('the longest text is still read, one character more is asked about', () => {
  const filled = `${'的'.repeat(longestText - 2)}明天`;
  expect([read(filled), read(`的${filled}`)]).toEqual([
    time('2026-06-11 18:00', 'day', 'date:明天'),
    ask('too-long', `${'的'.repeat(longestText - 1)}明`),
  ]);
});

test('blanks around the text do not count', () => {
  expect(read(`${' '.repeat(500_000)}明天${'\n'.repeat(500_000)}`)).toEqual(
    time('2026-06-11 18:00', 'day', 'date:明天'),
  );
});

test.each<[string, string, Reading]>([
  ['blanks', ' '.repeat(1_000_000), none('empty')],
  ['digits', '1'.repeat(1_000_000), ask('too-long', '1'.repeat(64))],
  ['numerals', '十'.repeat(1_000_000), ask('too-long', '十'.repeat(64))],
  ['clock times', '三点'.repeat(500_000), ask('too-long', '三点'.repeat(32))],
  ['pairs of code units', '😀'.repeat(250_000), ask('too-long', '😀'.repeat(32))],
])('a megabyte of %s is answered', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test('characters that grow when normalised are cut as well', () => {
  const reading = read('ﷺ'.repeat(4_000));
  expect(reading.kind === 'ask' && [reading.reason, reading.fragment.length]).toEqual(['too-long', longestText]);
});

test.each([
  ['ranges', '-'.repeat(longestText)],
  ['connectors', '三点到'.repeat(21)],
  ['alternatives', '三点或'.repeat(21)],
  ['vague words', '周末'.repeat(32)],
  ['dots', '1.'.repeat(32)],
  ['numerals', '十'.repeat(longestText)],
  ['slashes', '1/1-'.repeat(16)],
])('as many %s as fit are answered at once', (_, text) => {
  expect(['ask', 'none']).toContain(read(text).kind);
});
