import { expect, test } from 'vitest';
import { readReply, readRequest } from '#shared/contract/sync.ts';

const NAME = 'a'.repeat(300);
const FIELD = 'b'.repeat(200);
const HASH = '0'.repeat(64);
const STAMP: readonly unknown[] = [-1, 0, 0, 1, 'op-1'];

const OP: readonly unknown[] = [1, 'case', NAME, { [FIELD]: [{ deep: null }] }, -5, 0, 0, 0, 'origin'];
const ROW: readonly unknown[] = ['case', 'id', 'branch:hz', { status: 'open' }, STAMP, [[...STAMP, ['status']]]];
const ENTRY: readonly unknown[] = [1, 'case', 'id', 0, { status: 'open' }, [STAMP, [...STAMP, [FIELD]]], STAMP];

const request = (op: unknown, row: unknown): string =>
  JSON.stringify([1, 'd', 0, null, {}, 0, [HASH, 1, ['branch:hz'], [op]], [['d'], [row]]]);
const reply = (entry: unknown): string =>
  JSON.stringify([1, 'exchanged', 0, 'e', null, 0, HASH, [], {}, [['s', 0, 1, [['d'], [entry]], null]]]);

const noNames = ['', 7, null, `${NAME}a`, 'line\n', '\ud800', ['x']];
const noCounts = [-1, 0.5, '1', null, 2 ** 53];
const noIntegers = [0.5, '1', null, 2 ** 53];
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)]);
const noValues = [
  ...[7, 'x', [], { '': 1 }, { 'line\n': 1 }, { [`${FIELD}b`]: 1 }, { '\ud800': 1 }],
  { deep: nested(32) },
];
const noStamps = [
  ...[null, 'x', {}, [], STAMP.slice(0, 4), [...STAMP, []], [...STAMP, 1]],
  ...noIntegers.map((wall) => STAMP.with(0, wall)),
  ...[1, 2, 3].flatMap((at) => noCounts.map((count) => STAMP.with(at, count))),
  ...noNames.map((name) => STAMP.with(4, name)),
];
const noGroups = [
  ...[null, 'x', STAMP],
  ...noStamps.filter((each) => !Array.isArray(each) || each[5] === undefined).map((stamp) => [stamp]),
  ...[1, [1], ['']].map((fields) => [[...STAMP, fields]]),
  [[...STAMP, ['status'], 1]],
];

/** The shape with one of its places taken by what does not belong there, or with another length than it may have. */
function spoiled(shape: readonly unknown[], wrong: readonly (readonly unknown[])[], least: number): readonly unknown[] {
  const places = wrong.flatMap((values, at) => values.map((value) => shape.with(at, value)));
  return [null, {}, 'x', shape.slice(0, least - 1), [...shape, 'more'], ...places];
}

const WRONG = {
  op: [
    [-1, 6, 0.5, '1', null],
    noNames,
    noNames,
    [null, ...noValues],
    noIntegers,
    noCounts,
    noCounts,
    noCounts,
    noNames,
  ],
  row: [noNames, noNames, noNames, [null, ...noValues], noStamps, noGroups],
  entry: [noCounts, noNames, noNames, noCounts, noValues, noGroups, noStamps],
};

test('what is at the limits of each place is read', () => {
  expect(readRequest(request(OP, ROW)).ok).toBe(true);
  expect(readRequest(request(OP.slice(0, 8), ROW)).ok).toBe(true);
  expect(readRequest(request(OP.with(3, { deep: nested(31) }), ROW)).ok).toBe(true);
  expect(readReply(reply(ENTRY)).ok).toBe(true);
  expect(readReply(reply(ENTRY.slice(0, 6).with(4, null))).ok).toBe(true);
});

const refused = (read: typeof readRequest | typeof readReply, text: string): boolean => {
  const result = read(text);
  return !result.ok && result.error === 'malformed-request';
};

test('no place of an op takes what does not belong there', () => {
  const taken = spoiled(OP, WRONG.op, 8).filter((op) => !refused(readRequest, request(op, ROW)));
  expect(taken).toEqual([]);
});

test('no place of a row that is told takes what does not belong there', () => {
  const taken = spoiled(ROW, WRONG.row, 6).filter((row) => !refused(readRequest, request(OP, row)));
  expect(taken).toEqual([]);
});

test('no place of an entry takes what does not belong there', () => {
  const taken = spoiled(ENTRY, WRONG.entry, 6).filter((entry) => !refused(readReply, reply(entry)));
  expect(taken).toEqual([]);
});
