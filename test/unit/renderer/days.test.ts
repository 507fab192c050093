import { expect, test } from 'vitest';
import { withDays } from '../../../src-renderer/timeline/days.ts';

const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).getTime() });
const named = (items: readonly { readonly at: number }[], now: number): readonly (number | null)[] =>
  withDays(items, now).map(({ day }) => (day === null ? null : new Date(day).getDate()));

test('each day before today is named once, where it begins', () => {
  expect(named([at(24, 14), at(24, 9), at(23, 18), at(23, 8), at(20, 8)], at(24, 15).at)).toEqual([
    ...[null, null, 23, null, 20],
  ]);
});

test('what begins on an earlier day names it at once', () => {
  expect(named([at(23, 18), at(23, 8)], at(24, 0).at)).toEqual([23, null]);
});

test('after the clock was set, a day that comes again is named again', () => {
  expect(named([at(24, 14), at(23, 18), at(24, 9)], at(24, 15).at)).toEqual([null, 23, 24]);
  expect(named([], 0)).toEqual([]);
});
