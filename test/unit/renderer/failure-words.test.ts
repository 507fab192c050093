import { expect, test } from 'vitest';
import { failureCodeSchema } from '#shared/contract/failure.ts';
import { PARCEL_REASONS } from '#shared/contract/parcel-reason.ts';
import { PACK_REASONS } from '#shared/contract/pack-reason.ts';
import en from '../../../src-renderer/locales/en.json' with { type: 'json' };
import zh from '../../../src-renderer/locales/zh-CN.json' with { type: 'json' };

test.each([
  ['zh-CN', zh],
  ['en', en],
])('every failure of the contract has words in %s: what happened and what to do', (_, { failure }) => {
  expect(Object.keys(failure).sort()).toEqual([...failureCodeSchema.options].sort());
});

test.each([
  ['zh-CN', zh],
  ['en', en],
])('every reason why a file is refused has words in %s', (_, { parcel }) => {
  expect(Object.keys(parcel.reason).sort()).toEqual([...PARCEL_REASONS].sort());
});

test.each([
  ['zh-CN', zh],
  ['en', en],
])('every reason why a script pack is refused has words in %s', (_, { 'pack-file': pack }) => {
  expect(Object.keys(pack.reason).sort()).toEqual([...PACK_REASONS].sort());
});

test('both languages have the same words', () => {
  expect(keysOf(zh)).toEqual(keysOf(en));
});

function keysOf(words: object, within = ''): readonly string[] {
  return Object.entries(words)
    .flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null ? keysOf(value, `${within}${key}.`) : [`${within}${key}`],
    )
    .sort();
}
