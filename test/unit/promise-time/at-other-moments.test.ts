import { describe } from 'vitest';
import { ask, readsAt, time } from './fixture.ts';

// Wednesday 10 June 2026 is the day unless a table says otherwise.

describe('on a Friday at 19:00 today is over for the office', () => {
  readsAt('2026-06-12 19:00', [
    ['今天', ask('already-past', '今天', '2026-06-13 18:00')],
    ['下午', ask('already-past', '下午', '2026-06-13 18:00')],
    ['下班前', ask('two-readings', '下班前', '2026-06-13 18:00', '2026-06-15 18:00')],
    ['周五', time('2026-06-19 18:00', 'day', 'date:周五')],
    ['周五下班前', time('2026-06-19 18:00', 'day-part', 'date:周五 | clock:下班 | limit:前')],
    ['晚上', time('2026-06-12 21:00', 'day-part', 'day-part:晚上')],
    ['今天下午三点', ask('already-past', '今天下午三点', '2026-06-13 15:00')],
    ['今天三点', ask('already-past', '今天三点', '2026-06-13 15:00')],
    ['三点', time('2026-06-13 15:00', 'minute', 'clock:三点')],
    ['今天八点', time('2026-06-12 20:00', 'minute', 'date:今天 | clock:八点')],
    ['本周五', ask('already-past', '本周五', '2026-06-19 18:00')],
    ['本周内', time('2026-06-14 18:00', 'day', 'date:本周 | limit:内')],
    ['15:30', time('2026-06-13 15:30', 'minute', 'clock:15:30')],
    ['今天之内', ask('already-past', '今天之内', '2026-06-13 18:00')],
    ['12号', ask('already-past', '12号', '2026-07-12 18:00')],
    ['月底前', time('2026-06-30 18:00', 'day', 'date:月底 | limit:前')],
  ]);
});

describe('on a Saturday', () => {
  readsAt('2026-06-13 10:00', [
    ['下班前', ask('two-readings', '下班前', '2026-06-13 18:00', '2026-06-15 18:00')],
    ['周末', ask('vague', '周末', '2026-06-13 18:00', '2026-06-14 18:00')],
    ['本周内', time('2026-06-14 18:00', 'day', 'date:本周 | limit:内')],
    ['三个工作日内', time('2026-06-17 18:00', 'day', 'duration:三个工作日 | limit:内')],
    ['下周一', time('2026-06-15 18:00', 'day', 'date:下周一')],
    ['next monday', time('2026-06-15 18:00', 'day', 'date:next monday')],
    ['next friday', time('2026-06-19 18:00', 'day', 'date:next friday')],
  ]);
});

describe('a bare hour with two plausible readings ahead is asked', () => {
  readsAt('2026-06-10 08:30', [
    ['九点', ask('two-readings', '九点', '2026-06-10 09:00', '2026-06-10 21:00')],
    ['今天九点', ask('two-readings', '今天九点', '2026-06-10 09:00', '2026-06-10 21:00')],
    ['九点半', time('2026-06-10 09:30', 'minute', 'clock:九点半')],
    ['十点到十二点', time('2026-06-10 12:00', 'minute', 'clock:十点 | range:到 | clock:十二点')],
    ['九点到十一点', time('2026-06-10 11:00', 'minute', 'clock:九点 | range:到 | clock:十一点')],
    ['八点到九点', ask('two-readings', '九点', '2026-06-10 09:00', '2026-06-10 21:00')],
  ]);
});

describe('at half past twelve', () => {
  readsAt('2026-06-10 12:30', [
    ['中午', ask('already-past', '中午', '2026-06-11 12:00')],
    ['12点', time('2026-06-11 12:00', 'minute', 'clock:12点')],
  ]);
});

describe('a clock time that has passed means tomorrow, with 今天 it is asked', () => {
  readsAt('2026-06-10 14:00', [
    ['十点', time('2026-06-11 10:00', 'minute', 'clock:十点')],
    ['今天十点', ask('already-past', '今天十点', '2026-06-10 22:00', '2026-06-11 10:00')],
    ['今天10:00', ask('already-past', '今天10:00', '2026-06-10 22:00', '2026-06-11 10:00')],
    ['九点到十一点', time('2026-06-11 11:00', 'minute', 'clock:九点 | range:到 | clock:十一点')],
    ['下午一点到三点', time('2026-06-10 15:00', 'minute', 'day-part:下午 | clock:一点 | range:到 | clock:三点')],
  ]);
});

describe('at the end of the year, where the known calendar ends', () => {
  readsAt('2026-12-30 10:00', [
    ['三个工作日内', ask('calendar-unknown', '三个工作日', '2027-01-04 18:00')],
    ['1个工作日', time('2026-12-31 18:00', 'day', 'duration:1个工作日')],
    ['节前', ask('calendar-unknown', '节前')],
    ['1月3日', time('2027-01-03 18:00', 'day', 'date:1月3日')],
    ['周五', time('2027-01-01 18:00', 'day', 'date:周五')],
    ['月底', time('2026-12-31 18:00', 'day', 'date:月底')],
    ['下个月3号', time('2027-01-03 18:00', 'day', 'date:下个月3号')],
  ]);
});

describe('before a Sunday that is worked (调休)', () => {
  readsAt('2026-09-18 10:00', [
    ['1个工作日', time('2026-09-20 18:00', 'day', 'duration:1个工作日')],
    ['三个工作日内', time('2026-09-22 18:00', 'day', 'duration:三个工作日 | limit:内')],
    ['本周内', time('2026-09-20 18:00', 'day', 'date:本周 | limit:内')],
    ['周日', time('2026-09-20 18:00', 'day', 'date:周日')],
  ]);
});

describe('on the eve of a holiday', () => {
  readsAt('2026-09-30 10:00', [
    ['节前', time('2026-09-30 18:00', 'day', 'date:节 | limit:前')],
    ['国庆前', time('2026-09-30 18:00', 'day', 'date:国庆 | limit:前')],
    ['3个工作日', time('2026-10-10 18:00', 'day', 'duration:3个工作日')],
    ['国庆后', ask('vague', '国庆后', '2026-10-08 18:00')],
  ]);
});

describe('on the eve of a holiday, after closing', () => {
  readsAt('2026-09-30 19:00', [
    ['节前', ask('already-past', '节前')],
    ['国庆前', ask('already-past', '国庆前')],
  ]);
});

describe('in a holiday', () => {
  readsAt('2026-10-03 10:00', [
    ['国庆前', ask('calendar-unknown', '国庆前')],
    ['国庆后', ask('vague', '国庆后', '2026-10-08 18:00')],
    ['国庆', ask('vague', '国庆', '2026-10-07 18:00')],
    ['1个工作日', time('2026-10-08 18:00', 'day', 'duration:1个工作日')],
  ]);
});

describe('late on a Sunday', () => {
  readsAt('2026-06-14 22:00', [
    ['本周内', ask('already-past', '本周内', '2026-06-21 18:00')],
    ['这周', ask('already-past', '这周', '2026-06-21 18:00')],
    ['周日', time('2026-06-21 18:00', 'day', 'date:周日')],
    ['下周五', time('2026-06-19 18:00', 'day', 'date:下周五')],
    ['今晚', ask('already-past', '今晚', '2026-06-15 21:00')],
    ['晚上', ask('already-past', '晚上', '2026-06-15 21:00')],
    ['深夜11点', time('2026-06-14 23:00', 'minute', 'day-part:深夜 | clock:11点')],
    [
      '晚上11点到凌晨1点',
      time('2026-06-15 01:00', 'minute', 'day-part:晚上 | clock:11点 | range:到 | day-part:凌晨 | clock:1点'),
    ],
    ['今晚十点到十二点', time('2026-06-15 00:00', 'minute', 'date:今晚 | clock:十点 | range:到 | clock:十二点')],
  ]);
});

describe('in a leap year', () => {
  readsAt('2024-02-28 10:00', [
    ['2月29日', time('2024-02-29 18:00', 'day', 'date:2月29日')],
    ['30号', ask('no-such-date', '30号', '2024-03-30 18:00')],
  ]);
});
