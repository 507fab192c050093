import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '#shared/base/clock.ts';
import { ClockWatch } from '#core/countdowns/clock-watch.ts';
import { migrate } from '#core/database/migrate.ts';
import type { Sqlite } from '#core/database/open.ts';
import { FakeClock } from '#kit/fake-clock.ts';

const DAY = 86_400_000;

let database: Sqlite;
let clock: FakeClock;
beforeEach(() => {
  database = new Database(':memory:');
  migrate(database);
  clock = new FakeClock();
});
afterEach(() => database.close());

/** A watch that has looked once, as a desk that runs. */
function watching(on: Clock = clock): ClockWatch {
  const watch = new ClockWatch(database, on);
  watch.check();
  return watch;
}

function nameless(): Clock {
  return {
    wall: () => clock.wall(),
    sinceBoot: () => clock.sinceBoot(),
    bootId: () => null,
    after: (ms, run) => clock.after(ms, run),
  };
}

describe('while the desk runs', () => {
  test.each([DAY, -DAY, 2_501, -2_501])('a clock that was set by %d ms is noticed', (byMs) => {
    const watch = watching();
    clock.pass(30_000);
    clock.set(byMs);
    expect(watch.check()).toBe(byMs);
  });

  test('a change is told until it was followed', () => {
    const watch = watching();
    clock.set(DAY);
    expect([watch.check(), watch.check()]).toEqual([DAY, DAY]);
    watch.commit(clock.wall());
    expect(watch.check()).toBe(0);
  });

  test.each([clock, null])(
    'a change that could not be followed is told again, whether or not boots have names',
    (named) => {
      const watch = watching(named === null ? nameless() : clock);
      clock.set(DAY);
      watch.check();
      database.transaction(() => {
        watch.commit(clock.wall());
        return undefined;
      })();
      watch.forget();
      expect(watch.check()).toBe(DAY);
    },
  );

  test('sleep is no change of the clock', () => {
    const watch = watching();
    clock.sleep(9 * 3_600_000);
    expect(watch.check()).toBe(0);
  });

  test.each([2_500, -2_500])('a correction by %d ms is taken for time that passes', (byMs) => {
    const watch = watching();
    clock.set(byMs);
    expect([watch.check(), watch.check()]).toEqual([0, 0]);
  });
});

describe('while the desk was stopped', () => {
  test.each([DAY, -DAY])('a clock that was set by %d ms is noticed on the same run of the machine', (byMs) => {
    watching();
    clock.sleep(5_000);
    clock.set(byMs);
    expect(new ClockWatch(database, clock).check()).toBe(byMs);
  });

  test('time away is no change of the clock', () => {
    watching();
    clock.sleep(5 * DAY);
    expect(new ClockWatch(database, clock).check()).toBe(0);
  });

  test('the pair on disk is not older than a minute', () => {
    const watch = watching();
    for (let second = 0; second < 300; second += 1) {
      clock.pass(1_000);
      watch.check();
    }
    const { wall } = database.prepare<[], { wall: number }>('SELECT wall FROM clock_anchor').get()!;
    expect(clock.wall() - wall).toBeLessThanOrEqual(60_000);
  });

  test.each([
    [60_000, 0, 0],
    [60_000, DAY, 0],
    [60_000, -50_000, 0],
    [60_000, -3_600_000, -3_540_000],
  ])('the machine was off for %d ms and its clock set by %d ms: %d ms are noticed', (offMs, byMs, noticed) => {
    watching();
    clock.reboot(offMs);
    clock.set(byMs);
    expect(new ClockWatch(database, clock).check()).toBe(noticed);
  });

  test.each([
    [DAY, 0],
    [-DAY, 1_000 - DAY],
  ])('a run of the machine without a name is none that was seen before: of %d ms, %d are noticed', (byMs, noticed) => {
    watching(nameless());
    clock.sleep(1_000);
    clock.set(byMs);
    expect(new ClockWatch(database, nameless()).check()).toBe(noticed);
  });
});
