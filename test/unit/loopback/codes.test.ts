import { expect, test } from 'vitest';
import { FakeClock } from '#kit/fake-clock.ts';
import { OpeningCodes } from '../../../src-main/loopback/codes.ts';

test('a code is good once', () => {
  const codes = new OpeningCodes(new FakeClock());
  const [one, other] = [codes.issue(), codes.issue()];
  expect(one).not.toBe(other);
  expect([codes.redeem(one), codes.redeem(one), codes.redeem(other), codes.redeem('')]).toEqual([
    ...[true, false, true, false],
  ]);
});

test('a code is good for two minutes', () => {
  const clock = new FakeClock();
  const codes = new OpeningCodes(clock);
  const [one, other] = [codes.issue(), codes.issue()];
  clock.pass(119_999);
  expect(codes.redeem(one)).toBe(true);
  clock.pass(1);
  expect(codes.redeem(other)).toBe(false);
});

test('codes that nobody comes with do not pile up', () => {
  const codes = new OpeningCodes(new FakeClock());
  const first = codes.issue();
  for (let n = 0; n < 8; n += 1) codes.issue();
  expect(codes.redeem(first)).toBe(false);
});
