import { expect, test } from 'vitest';
import { contribution, DigestSum, EMPTY_DIGEST, plus } from '#shared/domain/sync/digest.ts';

/** Desks and services of all versions have to come to the same. */
const KNOWN = [
  ['case 019c0000-0000-7000-800b-000000000007', 7, { high: 782786598, low: 403410224 }],
  ['customer 客户 😀', 1_099_511_627_781, { high: 2255258785, low: 3963299617 }],
  ['', 4_294_967_295, { high: 664883433, low: 170156774 }],
] as const;

test.for(KNOWN)('a row contributes what it always did: %s at %d', ([key, version, digest]) => {
  expect(contribution(key, version)).toEqual(digest);
});

test('rows that are added up where they stand in a text are those that are added one by one', () => {
  const sum = new DigestSum('case ');
  const text = 'k1,客户😀';
  sum.add(text, 0, 2, 3);
  sum.add(text, 3, text.length, 2 ** 40);
  sum.add(text, 0, 2, 0);
  const expected = plus(contribution('case k1', 3), contribution('case 客户😀', 2 ** 40));
  expect(sum.digest).toEqual(expected);
  expect(contribution('case k1', 0)).toEqual(EMPTY_DIGEST);
});
