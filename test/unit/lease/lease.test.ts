import { expect, test } from 'vitest';
import { leaseView, lookedAt, renewed, type Moment } from '#shared/domain/sync/desk/lease.ts';

const DAY = 86_400_000;
const START: Moment = { bootId: 'a', sinceBoot: 1_000, wall: 100 * DAY, journal: 100 * DAY };
const on = (days: number, patch: Partial<Moment> = {}): Moment => ({
  ...{ bootId: 'a', sinceBoot: 1_000 + days * DAY, wall: (100 + days) * DAY, journal: (100 + days) * DAY },
  ...patch,
});
const after = (...moments: readonly Moment[]): ReturnType<typeof leaseView> =>
  leaseView(moments.reduce(lookedAt, renewed(30, START)));

test('it runs, says that it ends for its last five days, and is over', () => {
  expect(after(on(1))).toEqual({ phase: 'running', days: 30, daysLeft: 29 });
  expect(after(on(24.9))?.phase).toBe('running');
  expect(after(on(25))).toEqual({ phase: 'ending', days: 30, daysLeft: 5 });
  expect(after(on(29.9))).toEqual({ phase: 'ending', days: 30, daysLeft: 1 });
  expect(after(on(30))).toEqual({ phase: 'over', days: 30, daysLeft: 0 });
});

test('a short one says so for its last third; one of no days has no end', () => {
  const short = (days: number): string | undefined => leaseView(lookedAt(renewed(3, START), on(days)))?.phase;
  expect([short(1.9), short(2), short(3)]).toEqual(['running', 'ending', 'over']);
  expect(leaseView(lookedAt(renewed(0, START), on(10_000)))).toBeNull();
});

test('a clock that is set in either direction while the machine runs changes nothing', () => {
  for (const wall of [0, 99 * DAY, 9_999 * DAY]) expect(after(on(20, { wall }))?.daysLeft).toBe(10);
});

test('a clock that is set back at every start of the machine does not stop it: what the machine ran for counts', () => {
  const days = Array.from({ length: 40 }, (_, at) => [
    { bootId: `b${String(at)}`, sinceBoot: 0, wall: 100 * DAY, journal: 100 * DAY },
    { bootId: `b${String(at)}`, sinceBoot: DAY, wall: 101 * DAY, journal: 101 * DAY },
  ]).flat();
  expect(after(...days)?.phase).toBe('over');
});

test('what the journal has seen counts when the wall clock was set back before the machine started', () => {
  const back = { bootId: 'b', sinceBoot: 0, wall: 50 * DAY };
  expect(after({ ...back, journal: 112 * DAY })?.daysLeft).toBe(18);
  expect(after({ ...back, journal: 100 * DAY })?.daysLeft).toBe(30);
});

test('looking often costs nothing of it', () => {
  const looks = Array.from({ length: 1_000 }, (_, at) => on(at / 100));
  expect(after(...looks, on(10))?.daysLeft).toBe(20);
});
