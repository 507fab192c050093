import { expect, test } from 'vitest';
import { readBack } from '#shared/domain/pack/read-back.ts';
import { SHIPPED, defaultPack, shippedPack } from './desk.ts';

test.for([
  ['客户说耳机连不上手机，试过重启。', '耳机连不上手机，试过重启'],
  ['客户反映：左耳没声音', '左耳没声音'],
  ['客户来电反映，左耳没声音。客户说昨天还好', '左耳没声音。昨天还好'],
  ['他说已经寄回\n她说没有收到回执', '已经寄回 没有收到回执'],
  ['买的时候客户说明书没看', '买的时候客户说明书没看'],
  ['客户经理没有回电', '客户经理没有回电'],
  ['客户说', ''],
] as const)('R-LST-1: “%s” is read back as “%s”', ([note, read]) => {
  expect(readBack(defaultPack())('facts', note)).toBe(read);
});

test('what is not the customer’s words is read as it stands', () => {
  expect(readBack(defaultPack())('plan', '客户说好的时间上门。')).toBe('客户说好的时间上门');
});

test('a pack that says nothing about it leaves notes as they are', () => {
  const { readBack: _, ...silent } = defaultPack();
  expect(readBack(silent)('facts', '客户说左耳没声音。')).toBe('客户说左耳没声音');
});

test('every pack that comes with the desk says how its notes begin', () => {
  for (const name of SHIPPED) expect(shippedPack(name).readBack?.leadIns.length, name).toBeGreaterThan(5);
  expect(readBack(shippedPack('en'))('facts', 'Customer says the left side is silent.')).toBe(
    'The left side is silent',
  );
});
