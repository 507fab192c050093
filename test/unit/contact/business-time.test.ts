import { describe, expect, test } from 'vitest';
import { businessDue } from '#shared/domain/contact/business-time.ts';
import { daysIn } from '#core/time-of-day.ts';

const ZONE = 'Asia/Shanghai';
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** The autumn of 2026: 国庆 from 1 to 7 October, the Sunday before and the Saturday after are worked. */
const business = {
  hours: [
    { weekdays: [1, 2, 3, 4, 5], from: '13:30', to: '18:00' },
    { weekdays: [1, 2, 3, 4], from: '09:00', to: '12:00' },
    { weekdays: [5], from: '10:00', to: '12:00' },
  ],
  calendar: {
    weekdays: [1, 2, 3, 4, 5],
    holidays: [{ name: '国庆节', aliases: [], from: '2026-10-01', to: '2026-10-07', firstDayOff: '2026-10-01' }],
    adjustedWorkdays: ['2026-09-27', '2026-10-10'],
    coveredUntil: '2026-12-31',
  },
};
const at = (local: string): number => Date.parse(`${local}:00+08:00`);
const due = (from: string, withinMs: number): string =>
  new Date(businessDue(at(from), withinMs, business, daysIn(ZONE)) + 8 * HOUR).toISOString().slice(0, 16);

describe('R-SLA-5: a target that counts while the branch is open', () => {
  test.each([
    ['within the morning', '2026-09-22T09:10', 30 * MINUTE, '2026-09-22T09:40'],
    ['to the last minute of the morning', '2026-09-22T11:00', HOUR, '2026-09-22T12:00'],
    ['over the gap at noon', '2026-09-22T11:45', HOUR, '2026-09-22T14:15'],
    ['begun at noon', '2026-09-22T12:20', 30 * MINUTE, '2026-09-22T14:00'],
    ['begun before the door opens', '2026-09-22T07:00', 30 * MINUTE, '2026-09-22T09:30'],
    ['over the night', '2026-09-22T17:45', HOUR, '2026-09-23T09:45'],
    ['begun after the door has closed', '2026-09-22T20:00', HOUR, '2026-09-23T10:00'],
    ['over two days', '2026-09-22T09:00', 15 * HOUR, '2026-09-23T18:00'],
    ['into a Friday, which begins later', '2026-09-24T17:30', HOUR, '2026-09-25T10:30'],
    ['over a weekend', '2026-09-18T17:30', HOUR, '2026-09-21T09:30'],
    ['into a Sunday that is worked', '2026-09-25T17:30', HOUR, '2026-09-27T09:30'],
    ['over the long holiday', '2026-09-30T17:00', 2 * HOUR, '2026-10-08T10:00'],
    ['into a Saturday that is worked', '2026-10-09T18:00', HOUR, '2026-10-10T10:00'],
  ])('%s', (_, from, withinMs, expected) => {
    expect(due(from, withinMs)).toBe(expected);
  });

  test('a clock change in the night makes no hour of it', () => {
    const paris = { ...business, hours: [{ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }] };
    const friday = Date.parse('2026-10-23T16:30:00+02:00');
    expect(businessDue(friday, HOUR, paris, daysIn('Europe/Paris'))).toBe(Date.parse('2026-10-26T09:30:00+01:00'));
  });

  test('a branch that is open until midnight loses no minute of the day', () => {
    const hours = [
      { weekdays: [1, 2, 3, 4, 5], from: '00:00', to: '08:00' },
      { weekdays: [1, 2, 3, 4, 5], from: '20:00', to: '24:00' },
    ];
    const open = (from: string, withinMs: number) =>
      businessDue(at(from), withinMs, { ...business, hours }, daysIn(ZONE));
    expect(open('2026-09-22T22:00', 2 * HOUR)).toBe(at('2026-09-23T00:00'));
    expect(open('2026-09-22T22:00', 2 * HOUR + MINUTE)).toBe(at('2026-09-23T00:01'));
    expect(open('2026-09-18T23:00', 2 * HOUR)).toBe(at('2026-09-21T01:00'));
  });

  test('hours that overlap are counted once', () => {
    const hours = [
      { weekdays: [2], from: '09:00', to: '12:00' },
      { weekdays: [2], from: '10:00', to: '11:00' },
      { weekdays: [2], from: '11:00', to: '18:00' },
    ];
    const from = at('2026-09-22T09:00');
    expect(businessDue(from, 5 * HOUR, { ...business, hours }, daysIn(ZONE))).toBe(at('2026-09-22T14:00'));
  });

  test('where nobody is ever there, the time runs as it does anywhere', () => {
    const from = at('2026-09-22T09:00');
    expect(businessDue(from, HOUR, { ...business, hours: [] }, daysIn(ZONE))).toBe(from + HOUR);
  });
});
