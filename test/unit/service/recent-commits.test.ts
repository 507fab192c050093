import { expect, test } from 'vitest';
import type { Entry } from '#shared/domain/sync/row.ts';
import { RecentCommits } from '../../../src-service/storage/sqlite/recent-commits.ts';

const entry = (seq: number): Entry => ({ seq, entity: 'case', id: 'x', values: {}, stamps: {}, before: 0 });
const commit = (seq: number, length = 10, stream = 'a') => ({ stream, seq, entries: [entry(seq)], length });

test('gives what follows a place, and nothing where it does not know all of it', () => {
  const recent = new RecentCommits();
  for (const seq of [4, 5, 7]) recent.add(commit(seq));
  recent.add(commit(6, 10, 'b'));
  expect(recent.after('a', 2, 9)).toBe(null);
  expect(recent.after('a', 3, 1)).toEqual([entry(4)]);
  expect(recent.after('a', 3, 9)).toBe(null);
  expect(recent.after('a', 6, 9)).toEqual([entry(7)]);
  expect(recent.after('a', 7, 9)).toBe(null);
  expect(recent.after('b', 5, 9)).toEqual([entry(6)]);
});

test('forgets the oldest when they are too long together', () => {
  const recent = new RecentCommits();
  recent.add(commit(1, 1_500_000));
  recent.add(commit(2, 1_500_000));
  recent.add(commit(3, 1_500_000));
  expect(recent.after('a', 0, 9)).toBe(null);
  expect(recent.after('a', 1, 9)).toEqual([entry(2), entry(3)]);
  recent.add(commit(4, 4_000_001));
  expect(recent.after('a', 3, 9)).toBe(null);
});
