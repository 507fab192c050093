import { describe, expect, test } from 'vitest';
import { LIMITS, readReply, readRequest, writeLive, writeReply, writeRequest } from '#shared/contract/sync.ts';
import type { ExchangeRequest, Push } from '#shared/domain/sync/exchange.ts';
import { CHAIN_START, nameFrom, type Op } from '#shared/domain/sync/op.ts';

const device = '01936f2a-7c3e-7cc1-9d2e-3a51f2a8e901';
const row = '01936f2a-8b1d-7f02-8c11-64a0bd1f3c77';

const edit: Op = {
  ...{ seq: 81_234, wall: 1_763_768_621_000, counter: 0, last: true, entity: 'case', id: row, kind: 'update' },
  ...{ body: { 'fields.remedy': '补发一件' }, stream: 'branch:hangzhou-1', base: 123_456 },
};

function asking(push: Push | null): ExchangeRequest {
  return { device, now: edit.wall, epoch: null, cursors: {}, acknowledged: 0, push, testimony: [] };
}

const reads = (ops: readonly Op[]): boolean => readRequest(writeRequest(asking({ ops, prev: CHAIN_START }))).ok;

const edits = (count: number, lasts: (at: number) => boolean): readonly Op[] =>
  Array.from({ length: count }, (_, at) => ({ ...edit, seq: at + 1, last: lasts(at) || at === count - 1 }));

test('an edit of one field takes at most 150 bytes, pushed and live', () => {
  const two = [edit, { ...edit, seq: edit.seq + 1 }];
  const bytes = (ops: readonly Op[]): number => Buffer.byteLength(writeRequest(asking({ ops, prev: CHAIN_START })));
  expect(bytes(two) - bytes([edit])).toBeLessThanOrEqual(150);

  const stamps = {
    'fields.remedy': {
      wall: edit.wall,
      counter: 0,
      device,
      op: edit.seq,
      name: nameFrom('0123456789abcdef'.repeat(4)),
    },
  };
  const entry = { seq: 123_457, entity: 'case', id: row, values: edit.body, stamps, before: 123_111 };
  const live = writeLive({
    epoch: device,
    stream: edit.stream,
    prev: 123_456,
    seq: 123_457,
    entries: [entry, { ...entry, id: device }],
  });
  const alone = writeLive({ epoch: device, stream: edit.stream, prev: 123_456, seq: 123_457, entries: [entry] });
  expect(Buffer.byteLength(live) - Buffer.byteLength(alone)).toBeLessThanOrEqual(150);
});

test('that the log does not reach back to a cursor is told with its pull', () => {
  const pull = { stream: edit.stream, from: 7, to: 7, entries: [], digest: null } as const;
  const told = { kind: 'exchanged', now: 1, epoch: 'e', forks: null, lastSeq: 0, lastHash: CHAIN_START } as const;
  const reply = { ...told, quarantined: [], heads: {}, pulls: [{ ...pull, shortened: true as const }, pull] };
  expect(readReply(writeReply(reply))).toEqual({ ok: true, value: reply });
});

describe('a push is refused when', () => {
  test('it ends inside a transaction', () => {
    const open = writeRequest(asking({ ops: [{ ...edit, last: false }], prev: CHAIN_START }));
    expect(readRequest(open)).toEqual({ ok: false, error: 'malformed-request' });
  });

  test('it is longer than the limit, unless by its last transaction', () => {
    expect(reads(edits(LIMITS.ops, () => true))).toBe(true);
    expect(reads(edits(LIMITS.ops + 1, () => true))).toBe(false);
    expect(reads(edits(LIMITS.ops + 1, () => false))).toBe(true);
    expect(reads(edits(LIMITS.ops + 20, (at) => at === LIMITS.ops - 2))).toBe(true);
  });

  test('its values are nested without end', () => {
    const text = `[1,${'[1'.repeat(20_000)}${']'.repeat(20_001)}`;
    expect(readRequest(text).ok).toBe(false);
    const body = `{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    const op = `[3,"case","a",${body},0,0,0,0]`;
    const request = `[1,"d",0,null,{},0,["${CHAIN_START}",1,["s"],[${op}]],null]`;
    expect(readRequest(request)).toEqual({ ok: false, error: 'malformed-request' });
  });

  test('a name holds what no database can store', () => {
    for (const id of ['', 'a\0b', 'a\nb', '\ud800', 'x'.repeat(301)]) expect(reads([{ ...edit, id }])).toBe(false);
    expect(reads([{ ...edit, body: { 'fields.\0': '' } }])).toBe(false);
    expect(reads([{ ...edit, body: { 'fields.a': '\0 and \ud800' } }])).toBe(true);
  });
});

test('a later protocol is told from nonsense', () => {
  expect(readRequest('[2,"something","new"]')).toEqual({ ok: false, error: 'protocol-unknown' });
  expect(readRequest('{"protocol":2}')).toEqual({ ok: false, error: 'malformed-request' });
});
