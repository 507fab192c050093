import { expect, test } from 'vitest';
import { MAX_TEXT } from '#shared/contract/rpc.ts';
import { isTooMuch, MAX_MESSAGE, requestIdOf } from '../../../src-main/electron/wire-message.ts';

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

test('what agents write fits, with much to spare', () => {
  expect(isTooMuch({ t: 'q', i: 'a', m: 'request', a: ['case.edit', { value: '字'.repeat(MAX_TEXT) }] })).toBe(false);
});

test.each([
  ['one long text', 'x'.repeat(MAX_MESSAGE)],
  ['many short texts', Array.from({ length: MAX_MESSAGE / 4 }, () => 'abcd')],
  ['very many numbers', Array.from({ length: MAX_MESSAGE }, () => 0)],
  ['long keys', { ['k'.repeat(MAX_MESSAGE)]: 1 }],
  ['bytes', new Uint8Array(MAX_MESSAGE)],
  ['nesting', nested(40)],
])('%s is too much', (_what, message) => {
  expect(isTooMuch(message)).toBe(true);
});

test('a refusal can be addressed to requests only', () => {
  expect(requestIdOf({ t: 'q', i: 'abc' })).toBe('abc');
  expect(
    [null, 'q', {}, { t: 's', i: 'abc' }, { t: 'q', i: 7 }, { t: 'q', i: 'x'.repeat(65) }].map(requestIdOf),
  ).toEqual([null, null, null, null, null, null]);
});
