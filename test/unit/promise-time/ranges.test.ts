import { describe } from 'vitest';
import { ask, readsAt, time } from './fixture.ts';

// Wednesday 10 June 2026 is the day unless a table says otherwise.

describe('explicit ranges end at the upper bound', () => {
  readsAt('2026-06-10 10:00', [
    ['下午两点到四点', time('2026-06-10 16:00', 'minute', 'day-part:下午 | clock:两点 | range:到 | clock:四点')],
    ['两点到四点', time('2026-06-10 16:00', 'minute', 'clock:两点 | range:到 | clock:四点')],
    ['14:00-16:00', time('2026-06-10 16:00', 'minute', 'clock:14:00 | range:- | clock:16:00')],
    ['3-5点', time('2026-06-10 17:00', 'minute', 'clock:3 | range:- | clock:5点')],
    ['9点到11点', time('2026-06-10 11:00', 'minute', 'clock:9点 | range:到 | clock:11点')],
    ['上午10点到2点', time('2026-06-10 14:00', 'minute', 'day-part:上午 | clock:10点 | range:到 | clock:2点')],
    [
      '上午10点到下午2点',
      time('2026-06-10 14:00', 'minute', 'day-part:上午 | clock:10点 | range:到 | day-part:下午 | clock:2点'),
    ],
    ['晚上8点到10点', time('2026-06-10 22:00', 'minute', 'day-part:晚上 | clock:8点 | range:到 | clock:10点')],
    ['周三到周五', time('2026-06-12 18:00', 'day', 'date:周三 | range:到 | date:周五')],
    ['明天到后天', time('2026-06-12 18:00', 'day', 'date:明天 | range:到 | date:后天')],
    ['2到3天', time('2026-06-13 18:00', 'day', 'clock:2 | range:到 | duration:3天')],
    ['2-3天内', time('2026-06-13 18:00', 'day', 'clock:2 | range:- | duration:3天 | limit:内')],
    ['2~3个工作日', time('2026-06-15 18:00', 'day', 'clock:2 | range:~ | duration:3个工作日')],
    ['30-40分钟', time('2026-06-10 10:40', 'minute', 'clock:30 | range:- | duration:40分钟')],
    ['1到2小时', time('2026-06-10 12:00', 'minute', 'clock:1 | range:到 | duration:2小时')],
    ['11月25日-27日', time('2026-11-27 18:00', 'day', 'date:11月25日 | range:- | date:27日')],
    ['25到27号', time('2026-06-27 18:00', 'day', 'clock:25 | range:到 | date:27号')],
    [
      '明天下午两点到四点',
      time('2026-06-11 16:00', 'minute', 'date:明天 | day-part:下午 | clock:两点 | range:到 | clock:四点'),
    ],
    ['下周三到周五', time('2026-06-19 18:00', 'day', 'date:下周三 | range:到 | date:周五')],
    ['四点到三点', ask('contradiction', '四点到三点', '2026-06-10 15:00', '2026-06-10 16:00')],
    ['下午四点到两点', ask('contradiction', '下午四点到两点', '2026-06-10 14:00', '2026-06-10 16:00')],
    ['周一至五', ask('two-readings', '周一至五', '2026-06-12 18:00', '2026-06-19 18:00')],
    ['今明两天', time('2026-06-11 18:00', 'day', 'date:今明两天')],
    ['到明天', time('2026-06-11 18:00', 'day', 'limit:到 | date:明天')],
    ['到周五为止', time('2026-06-12 18:00', 'day', 'limit:到 | date:周五 | limit:为止')],
    ['最晚明天下午三点', time('2026-06-11 15:00', 'minute', 'limit:最晚 | date:明天 | day-part:下午 | clock:三点')],
    ['周一到周五', ask('two-readings', '周一到周五', '2026-06-12 18:00', '2026-06-19 18:00')],
    ['11月25日到11月20日', ask('contradiction', '11月25日到11月20日', '2026-11-20 18:00', '2026-11-25 18:00')],
    ['今天到明天', time('2026-06-11 18:00', 'day', 'date:今天 | range:到 | date:明天')],
    ['上午9:00~11:30', time('2026-06-10 11:30', 'minute', 'day-part:上午 | clock:9:00 | range:~ | clock:11:30')],
    ['明天09:00-18:00', time('2026-06-11 18:00', 'minute', 'date:明天 | clock:09:00 | range:- | clock:18:00')],
    ['2:00-4:00', time('2026-06-10 16:00', 'minute', 'clock:2:00 | range:- | clock:4:00')],
    ['周三到五', time('2026-06-12 18:00', 'day', 'date:周三 | range:到 | clock:五')],
    ['半小时到一小时', time('2026-06-10 11:00', 'minute', 'duration:半小时 | range:到 | duration:一小时')],
    ['两三天到一周', time('2026-06-17 18:00', 'day', 'clock:两三天 | range:到 | duration:一周')],
    ['三点到', ask('not-understood', '到', '2026-06-10 15:00')],
  ]);
});

describe('alternatives are asked', () => {
  readsAt('2026-06-10 10:00', [
    ['周三或周四', ask('alternatives', '周三或周四', '2026-06-10 18:00', '2026-06-11 18:00', '2026-06-17 18:00')],
    ['三点或四点', ask('alternatives', '三点或四点', '2026-06-10 15:00', '2026-06-10 16:00')],
    ['明天或者后天下午三点', ask('alternatives', '明天或者后天下午三点', '2026-06-11 15:00', '2026-06-12 15:00')],
    ['上午还是下午', ask('alternatives', '上午还是下午', '2026-06-10 12:00', '2026-06-10 18:00')],
    ['下周一或周二', ask('alternatives', '下周一或周二', '2026-06-15 18:00', '2026-06-16 18:00')],
    ['明天两点或三点半', ask('alternatives', '明天两点或三点半', '2026-06-11 14:00', '2026-06-11 15:30')],
    ['今天或明天', ask('alternatives', '今天或明天', '2026-06-10 18:00', '2026-06-11 18:00')],
    ['今天中午或晚上', ask('alternatives', '今天中午或晚上', '2026-06-10 12:00', '2026-06-10 21:00')],
    ['1小时或2小时', ask('alternatives', '1小时或2小时', '2026-06-10 11:00', '2026-06-10 12:00')],
    ['或明天', ask('not-understood', '或', '2026-06-11 18:00')],
  ]);
});
