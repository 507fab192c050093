import { describe, expect, test } from 'vitest';
import { promiseTimePolicySchema, type PromiseTimePolicy } from '../../../src-shared/domain/promise-time/policy.ts';
import { readPromiseTime } from '../../../src-shared/domain/promise-time/read.ts';
import { ask, context, policy, time } from './fixture.ts';

describe('another company changes the reading by data alone', () => {
  const wednesday = '2026-06-10 10:00';
  const read = (text: string, overrides: Partial<PromiseTimePolicy>, now = wednesday): unknown =>
    readPromiseTime(text, context(now, overrides));

  test('the clock time of a date, of working days and of closing are three settings', () => {
    const defaultClock = { date: '20:00', workingDays: '17:00', closing: '17:30' };
    expect(['明天', '三天内', '1个工作日', '下个工作日', '下班前'].map((text) => read(text, { defaultClock }))).toEqual(
      [
        time('2026-06-11 20:00', 'day', 'date:明天'),
        time('2026-06-13 20:00', 'day', 'duration:三天 | limit:内'),
        time('2026-06-11 17:00', 'day', 'duration:1个工作日'),
        time('2026-06-11 17:00', 'day', 'date:下个工作日'),
        time('2026-06-10 17:30', 'day-part', 'clock:下班 | limit:前'),
      ],
    );
  });

  test('the default and the window of a part of the day', () => {
    const dayParts = { ...policy.dayParts, early: { from: '04:00', to: '10:00', due: '09:30' } };
    expect([read('明早', { dayParts }), read('明早四点', { dayParts })]).toEqual([
      time('2026-06-11 09:30', 'day-part', 'date:明早'),
      time('2026-06-11 04:00', 'minute', 'date:明早 | clock:四点'),
    ]);
  });

  test('the plausible hours decide which bare hours are asked', () => {
    const plausibleHours = { from: '00:00', to: '24:00' };
    expect([
      read('明天三点', { plausibleHours }),
      read('明天九点', { plausibleHours: { from: '09:00', to: '18:00' } }),
      read('明天九点', { plausibleHours: { from: '12:00', to: '18:00' } }),
    ]).toEqual([
      ask('two-readings', '明天三点', '2026-06-11 03:00', '2026-06-11 15:00'),
      time('2026-06-11 09:00', 'minute', 'date:明天 | clock:九点'),
      ask('two-readings', '九点', '2026-06-11 09:00', '2026-06-11 21:00'),
    ]);
  });

  test('a week that begins on Sunday', () => {
    expect([read('本周日', { weekStartsOn: 7 }), read('下周日', { weekStartsOn: 7 })]).toEqual([
      ask('already-past', '本周日', '2026-06-14 18:00'),
      time('2026-06-14 18:00', 'day', 'date:下周日'),
    ]);
  });

  test('a six-day week and days off that lie right before a holiday', () => {
    const workingCalendar = {
      weekdays: [1, 2, 3, 4, 5, 6],
      holidays: [{ name: '店庆', aliases: [], from: '2026-06-15', to: '2026-06-15', firstDayOff: '2026-06-14' }],
      adjustedWorkdays: [],
      coveredUntil: '2026-12-31',
    };
    expect(['3个工作日', '4个工作日', '店庆前'].map((text) => read(text, { workingCalendar }))).toEqual([
      time('2026-06-13 18:00', 'day', 'duration:3个工作日'),
      time('2026-06-16 18:00', 'day', 'duration:4个工作日'),
      time('2026-06-13 18:00', 'day', 'date:店庆 | limit:前'),
    ]);
  });

  test('vague words and words without time', () => {
    expect([
      read('忙完', { vagueWords: [{ word: '忙完', offer: ['两小时内'] }] }),
      read('得空', { noTimeWords: ['得空'] }),
    ]).toEqual([ask('vague', '忙完', '2026-06-10 12:00'), { kind: 'none', reason: 'no-time-word' }]);
  });

  test('how far ahead a deadline may lie', () => {
    expect([read('7天内', { farthestDays: 7 }), read('8天内', { farthestDays: 7 })]).toEqual([
      time('2026-06-17 18:00', 'day', 'duration:7天 | limit:内'),
      ask('too-far', '8天内'),
    ]);
  });

  test('an offer that contains a vague word of its own does not send the reader in circles', () => {
    expect(read('循环', { vagueWords: [{ word: '循环', offer: ['循环', '明天'] }] })).toEqual(
      ask('vague', '循环', '2026-06-11 18:00'),
    );
  });
});

describe('the schema refuses what cannot be a policy', () => {
  const holiday = { name: '端午节', aliases: [], from: '2026-06-19', to: '2026-06-21', firstDayOff: '2026-06-19' };
  const withHoliday = (change: object): unknown => ({
    ...policy,
    workingCalendar: { ...policy.workingCalendar, holidays: [{ ...holiday, ...change }] },
  });
  test.each<[string, unknown]>([
    ['an unknown key', { ...policy, extra: 1 }],
    ['a clock time after the end of the day', { ...policy, defaultClock: { ...policy.defaultClock, date: '25:00' } }],
    [
      'a part of the day that ends before it begins',
      { ...policy, dayParts: { ...policy.dayParts, noon: { from: '14:00', to: '11:00', due: null } } },
    ],
    ['a missing part of the day', { ...policy, dayParts: { noon: policy.dayParts.noon } }],
    ['plausible hours that end before they begin', { ...policy, plausibleHours: { from: '21:00', to: '08:00' } }],
    ['a week without working days', { ...policy, workingCalendar: { ...policy.workingCalendar, weekdays: [] } }],
    ['a date that does not exist', withHoliday({ from: '2026-02-30' })],
    ['a holiday that ends before it begins', withHoliday({ to: '2026-06-18' })],
    ['a first day off after the holiday', withHoliday({ firstDayOff: '2026-06-22' })],
    ['an empty word', { ...policy, noTimeWords: [' '] }],
    ['an eighth day of the week', { ...policy, weekStartsOn: 8 }],
  ])('%s', (_, candidate) => {
    expect(promiseTimePolicySchema.safeParse(candidate).success).toBe(false);
  });

  test('while a holiday as in the fixture is accepted', () => {
    expect(promiseTimePolicySchema.safeParse(withHoliday({})).success).toBe(true);
  });
});
