import { expect, test } from 'vitest';
import { readPromiseTime, type Reading } from '../../../src-shared/domain/promise-time/read.ts';
import { at, context } from './fixture.ts';

/** The moment read at a local time of a zone. */
function due(text: string, now: string, timeZone: string): number | Reading {
  const reading = readPromiseTime(text, context(now, {}, timeZone));
  return reading.kind === 'time' ? reading.dueAt : reading;
}

test('hours are exact across the hour that the zone skips, days keep the local clock', () => {
  // New York goes from 02:00 EST to 03:00 EDT on 8 March 2026.
  const zone = 'America/New_York';
  const now = '2026-03-07 20:00';
  expect([due('24小时', now, zone), due('1天内', now, zone), due('tomorrow 3pm', now, zone)]).toEqual([
    at('2026-03-08 21:00', zone),
    at('2026-03-08 18:00', zone),
    at('2026-03-08 15:00', zone),
  ]);
});

test('a clock time in the skipped hour moves forward by the gap', () => {
  expect(due('明天凌晨2点半', '2026-03-07 20:00', 'America/New_York')).toBe(at('2026-03-08 03:30', 'America/New_York'));
});

test('of a clock time that occurs twice the earlier is the deadline', () => {
  // New York repeats 01:00-02:00 on 1 November 2026.
  const zone = 'America/New_York';
  expect(due('明天凌晨1点半', '2026-10-31 20:00', zone)).toBe(at('2026-10-31 20:00', zone) + 5.5 * 3_600_000);
});

test('a day that the zone skips at midnight still has an end', () => {
  // Beirut begins 29 March 2026 at 01:00.
  expect(due('今晚12点', '2026-03-28 20:00', 'Asia/Beirut')).toBe(at('2026-03-29 01:00', 'Asia/Beirut'));
});

test('today is the day of the zone, not of Greenwich', () => {
  const now = at('2026-06-10 01:00');
  const inZone = (timeZone: string): unknown => {
    const reading = readPromiseTime('明天', { ...context('2026-06-10 01:00'), timeZone });
    return { now, reading: reading.kind === 'time' && reading.dueAt };
  };
  expect([inZone('Asia/Shanghai'), inZone('America/Los_Angeles')]).toEqual([
    { now, reading: at('2026-06-11 18:00') },
    { now, reading: at('2026-06-10 18:00', 'America/Los_Angeles') },
  ]);
});
