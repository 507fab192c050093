import { expect, test } from 'vitest';
import { amountOf } from '../../../src-renderer/remedies/amount.ts';

test.each([
  ['20', 20],
  [' 20.5 ', 20.5],
  ['２０', 20],
  ['２０．５', 20.5],
  ['20。5', 20.5],
])('%s is the amount %d, however the input method writes it', (typed, amount) => {
  expect(amountOf(typed)).toBe(amount);
});

test.each(['', '0', '-5', '二十', '0x10', '1e3', 'Infinity', '2 0'])('%s is no amount', (typed) => {
  expect(amountOf(typed)).toBeNull();
});
