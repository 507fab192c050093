import { expect, test } from 'vitest';
import { keepEqual } from '../../../src-renderer/lines/keep-equal.ts';

const before = {
  list: [
    { id: 1, tags: ['a'] },
    { id: 2, tags: [] },
  ],
  none: null,
  settings: { on: true },
};

test('what equals is what it was', () => {
  expect(keepEqual(before, structuredClone(before))).toBe(before);
});

test('what changed is new; its equal parts and its neighbours are what they were', () => {
  const now = keepEqual(before, {
    ...structuredClone(before),
    list: [
      { id: 1, tags: ['a'] },
      { id: 3, tags: [] },
    ],
  });
  expect(now).toEqual({
    list: [
      { id: 1, tags: ['a'] },
      { id: 3, tags: [] },
    ],
    none: null,
    settings: { on: true },
  });
  expect(now.list[0]).toBe(before.list[0]);
  expect(now.list[1]).not.toBe(before.list[1]);
  expect(now.settings).toBe(before.settings);
});

test.each([
  [{ a: undefined }, { b: undefined }],
  [{ a: 1, b: 2 }, { a: 1 }],
  [[1, 2], [1]],
  [[], {}],
  [{}, null],
])('%j is not taken for %j', (old: unknown, now: unknown) => {
  expect(keepEqual(old, now)).toStrictEqual(now);
});
