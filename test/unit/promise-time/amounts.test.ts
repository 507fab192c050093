import { describe } from 'vitest';
import { ask, readsAt, time } from './fixture.ts';

// Wednesday 10 June 2026 is the day unless a table says otherwise.

describe('hours and minutes are exact', () => {
  readsAt('2026-06-10 10:00', [
    ['40分钟', time('2026-06-10 10:40', 'minute', 'duration:40分钟')],
    ['四十分钟内', time('2026-06-10 10:40', 'minute', 'duration:四十分钟 | limit:内')],
    ['40m', time('2026-06-10 10:40', 'minute', 'duration:40m')],
    ['2h', time('2026-06-10 12:00', 'minute', 'duration:2h')],
    ['2小时', time('2026-06-10 12:00', 'minute', 'duration:2小时')],
    ['两小时内', time('2026-06-10 12:00', 'minute', 'duration:两小时 | limit:内')],
    ['俩小时', time('2026-06-10 12:00', 'minute', 'duration:俩小时')],
    ['两个小时后', time('2026-06-10 12:00', 'minute', 'duration:两个小时 | limit:后')],
    ['24小时', time('2026-06-11 10:00', 'minute', 'duration:24小时')],
    ['二十四小时内', time('2026-06-11 10:00', 'minute', 'duration:二十四小时 | limit:内')],
    ['半小时', time('2026-06-10 10:30', 'minute', 'duration:半小时')],
    ['半个小时后', time('2026-06-10 10:30', 'minute', 'duration:半个小时 | limit:后')],
    ['一个半小时', time('2026-06-10 11:30', 'minute', 'duration:一个半小时')],
    ['一小时半', time('2026-06-10 11:30', 'minute', 'duration:一小时半')],
    ['五半小时', ask('not-understood', '五', '2026-06-10 10:30')],
    ['两个半小时内', time('2026-06-10 12:30', 'minute', 'duration:两个半小时 | limit:内')],
    ['1.5小时', time('2026-06-10 11:30', 'minute', 'duration:1.5小时')],
    ['一点五小时', time('2026-06-10 11:30', 'minute', 'duration:一点五小时')],
    ['1小时20分钟', time('2026-06-10 11:20', 'minute', 'duration:1小时 | duration:20分钟')],
    ['一个小时零五分', time('2026-06-10 11:05', 'minute', 'duration:一个小时 | duration:零五分')],
    ['2h30m', time('2026-06-10 12:30', 'minute', 'duration:2h | duration:30m')],
    ['一刻钟', time('2026-06-10 10:15', 'minute', 'duration:一刻钟')],
    ['三刻钟内', time('2026-06-10 10:45', 'minute', 'duration:三刻钟 | limit:内')],
    ['30秒', time('2026-06-10 10:00:30', 'minute', 'duration:30秒')],
    ['再过半小时', time('2026-06-10 10:30', 'minute', 'limit:再过 | duration:半小时')],
    ['过三点', ask('open-ended', '过三点', '2026-06-10 15:00')],
    ['等半小时', time('2026-06-10 10:30', 'minute', 'limit:等 | duration:半小时')],
    ['过周五', ask('open-ended', '过周五', '2026-06-12 18:00')],
    ['3分钟2小时', ask('contradiction', '3分钟2小时', '2026-06-10 12:03')],
    ['过四十五分钟', time('2026-06-10 10:45', 'minute', 'limit:过 | duration:四十五分钟')],
    ['两个钟头', time('2026-06-10 12:00', 'minute', 'duration:两个钟头')],
    ['两个钟', time('2026-06-10 12:00', 'minute', 'duration:两个钟')],
    ['90分', time('2026-06-10 11:30', 'minute', 'duration:90分')],
    ['一天半', time('2026-06-11 22:00', 'minute', 'duration:一天半')],
    ['一天半小时', time('2026-06-11 10:30', 'minute', 'duration:一天 | duration:半小时')],
    ['1天2小时', time('2026-06-11 12:00', 'minute', 'duration:1天 | duration:2小时')],
    ['大约40分钟', ask('vague', '大约40分钟', '2026-06-10 10:40')],
    ['不超过两小时', time('2026-06-10 12:00', 'minute', 'limit:不超过 | duration:两小时')],
    ['8.5小时', time('2026-06-10 18:30', 'minute', 'duration:8.5小时')],
    ['三十分钟', time('2026-06-10 10:30', 'minute', 'duration:三十分钟')],
    ['一百二十分钟', time('2026-06-10 12:00', 'minute', 'duration:一百二十分钟')],
    ['五分钟后', time('2026-06-10 10:05', 'minute', 'duration:五分钟 | limit:后')],
    ['5分钟前', ask('already-past', '5分钟前', '2026-06-10 10:05')],
    ['3天5小时', time('2026-06-13 15:00', 'minute', 'duration:3天 | duration:5小时')],
  ]);
});

describe('days, weeks and months count calendar days, today not counted', () => {
  readsAt('2026-06-10 10:00', [
    ['1d', time('2026-06-11 18:00', 'day', 'duration:1d')],
    ['1天内', time('2026-06-11 18:00', 'day', 'duration:1天 | limit:内')],
    ['三天内', time('2026-06-13 18:00', 'day', 'duration:三天 | limit:内')],
    ['3天', time('2026-06-13 18:00', 'day', 'duration:3天')],
    ['3日内', time('2026-06-13 18:00', 'day', 'duration:3日 | limit:内')],
    ['三天之内', time('2026-06-13 18:00', 'day', 'duration:三天 | limit:之内')],
    ['两天后', time('2026-06-12 18:00', 'day', 'duration:两天 | limit:后')],
    ['三天后下午三点', time('2026-06-13 15:00', 'minute', 'duration:三天 | limit:后 | day-part:下午 | clock:三点')],
    ['1周内', time('2026-06-17 18:00', 'day', 'duration:1周 | limit:内')],
    ['两周内', time('2026-06-24 18:00', 'day', 'duration:两周 | limit:内')],
    ['一个星期', time('2026-06-17 18:00', 'day', 'duration:一个星期')],
    ['一个月内', time('2026-07-10 18:00', 'day', 'duration:一个月 | limit:内')],
    ['十天半个月', ask('contradiction', '十天半个月', '2026-07-05 18:00')],
    ['半个月内', time('2026-06-25 18:00', 'day', 'duration:半个月 | limit:内')],
    ['一个半月', time('2026-07-25 18:00', 'day', 'duration:一个半月')],
    ['1周3天', time('2026-06-20 18:00', 'day', 'duration:1周 | duration:3天')],
    ['半年', time('2026-12-10 18:00', 'day', 'duration:半年')],
    ['最迟三天', time('2026-06-13 18:00', 'day', 'limit:最迟 | duration:三天')],
    ['十五天', time('2026-06-25 18:00', 'day', 'duration:十五天')],
    ['一周以后', time('2026-06-17 18:00', 'day', 'duration:一周 | limit:以后')],
    ['一年', time('2027-06-10 18:00', 'day', 'duration:一年')],
    ['两年内', ask('too-far', '两年内')],
    ['三年', ask('too-far', '三年')],
  ]);
});

describe('working days count from the next working day and end at closing time', () => {
  readsAt('2026-06-10 10:00', [
    ['三个工作日内', time('2026-06-15 18:00', 'day', 'duration:三个工作日 | limit:内')],
    ['1个工作日', time('2026-06-11 18:00', 'day', 'duration:1个工作日')],
    ['5个工作日', time('2026-06-17 18:00', 'day', 'duration:5个工作日')],
    ['七个工作日', time('2026-06-22 18:00', 'day', 'duration:七个工作日')],
    ['10个工作日内', time('2026-06-25 18:00', 'day', 'duration:10个工作日 | limit:内')],
    ['下个工作日', time('2026-06-11 18:00', 'day', 'date:下个工作日')],
    ['下一个工作日上午', time('2026-06-11 12:00', 'day-part', 'date:下一个工作日 | day-part:上午')],
    [
      '三个工作日内中午前',
      time('2026-06-15 12:00', 'day-part', 'duration:三个工作日 | limit:内 | day-part:中午 | limit:前'),
    ],
    ['40个工作日', time('2026-08-06 18:00', 'day', 'duration:40个工作日')],
    ['工作日', ask('not-understood', '工作日')],
    [
      '两个工作日后下午三点',
      time('2026-06-12 15:00', 'minute', 'duration:两个工作日 | limit:后 | day-part:下午 | clock:三点'),
    ],
    ['一个工作日内联系您', ask('not-understood', '联系您', '2026-06-11 18:00')],
  ]);
});
