import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExchangeReply, ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import type { Op } from '#shared/domain/sync/op.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import {
  readAnswerPart,
  readLive,
  readReply,
  readRequest,
  writeAnswerPart,
  writeLive,
  writeReply,
  writeRequest,
} from '#shared/contract/sync.ts';

const name = fc.oneof(fc.uuid(), fc.constantFrom('case', 'branch:hz', '客户', 'fields.note'));
const count = fc.nat(2 ** 31);
const hash = fc.stringMatching(/^[0-9a-f]{64}$/u);
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant([{ a: [1] }]),
);
const field = fc.constantFrom('status', 'owner', 'fields.order', 'fields.备注', '7', '__proto__');
const values = fc.array(fc.tuple(field, value)).map((pairs) => Object.fromEntries(pairs));
const heads = fc.dictionary(fc.constantFrom('shared', 'branch:a', 'branch:b'), count, { noNullPrototype: true });
const stamp = fc.record({ wall: fc.integer(), counter: count, device: name, op: count, name });

const op = fc.record({
  entity: name,
  id: name,
  kind: fc.constantFrom('insert' as const, 'update' as const, 'append' as const),
  body: values,
  wall: fc.integer(),
  counter: count,
  last: fc.boolean(),
  stream: name,
  base: count,
  origin: fc.option(name, { nil: undefined }),
});

const push = fc
  .tuple(
    fc.integer({ min: 1, max: 1_000 }),
    hash,
    fc.array(op, { minLength: 1, maxLength: 8 }),
    fc.option(fc.record({ settled: count, aside: fc.array(count) })),
  )
  .map(([first, prev, ops, told]) => ({
    ...told,
    prev,
    ops: ops.map(({ origin, ...rest }, at): Op => {
      const last = rest.last || at === ops.length - 1;
      return { ...rest, last, seq: first + at, ...(origin !== undefined && { origin }) };
    }),
  }));

/** A row's values with stamps of some of them. */
const written = fc
  .tuple(values, fc.array(stamp, { minLength: 1, maxLength: 3 }), fc.integer())
  .map(([all, from, mask]) => ({
    values: all,
    stamps: Object.fromEntries(
      Object.keys(all).flatMap((key, at) => {
        const chosen = from[at % from.length];
        return ((mask >> at) & 1) === 1 && chosen !== undefined ? [[key, chosen]] : [];
      }),
    ),
  }));

const request: fc.Arbitrary<ExchangeRequest> = fc.record({
  device: name,
  now: fc.integer(),
  epoch: fc.option(name),
  cursors: heads,
  acknowledged: count,
  push: fc.option(push),
  testimony: fc.array(
    fc
      .tuple(fc.record({ entity: name, id: name, stream: name, made: stamp }), written)
      .map(([row, told]) => ({ ...row, ...told })),
    { maxLength: 4 },
  ),
});

const entries = fc
  .array(
    fc.tuple(
      fc.record({ entity: name, id: name, before: count }),
      fc.option(written),
      fc.option(stamp, { nil: undefined }),
      fc.nat(3),
    ),
  )
  .map((all) => {
    let seq = 10;
    return all.map(([row, told, made, later]): Entry => {
      seq += later;
      return { ...row, seq, values: told?.values ?? null, stamps: told?.stamps ?? {}, ...(made && { made }) };
    });
  });

const exchanged = fc.record({
  kind: fc.constant('exchanged' as const),
  now: fc.integer(),
  epoch: name,
  forks: fc.option(heads),
  lastSeq: count,
  lastHash: hash,
  quarantined: fc.array(fc.record({ seq: fc.integer({ min: 1 }), reason: fc.constant('misfit') })),
  heads,
  pulls: fc.array(
    fc.record({
      stream: name,
      from: fc.constant(10),
      to: count,
      entries,
      digest: fc.option(fc.record({ high: count, low: count })),
    }),
    { maxLength: 3 },
  ),
});

const reply: fc.Arbitrary<ExchangeReply> = fc.oneof(
  fc.record({
    kind: fc.constant('refused' as const),
    reason: fc.constantFrom('forked' as const, 'unknown' as const),
  }),
  fc.record({ kind: fc.constant('revoked' as const), epoch: name, forks: fc.option(heads) }),
  exchanged,
  fc
    .tuple(exchanged, fc.nat(10_000), fc.option(fc.array(fc.stringMatching(/^[\w-]{43}$/u), { maxLength: 3 })))
    .map(([told, offlineLeaseDays, packKeys]) => ({
      ...told,
      policy: { offlineLeaseDays, ...(packKeys !== null && { packKeys }) },
    })),
);

test('whatever a desk says arrives as it was said', () => {
  fc.assert(
    fc.property(request, (said) => {
      expect(readRequest(writeRequest(said))).toEqual({ ok: true, value: said });
    }),
  );
});

test('whatever the service replies arrives as it was said', () => {
  fc.assert(
    fc.property(reply, (said) => {
      expect(readReply(writeReply(said))).toEqual({ ok: true, value: said });
    }),
  );
});

test('a part of an answer arrives as it was written', () => {
  const row = fc.record({ entity: name, id: name });
  const last = fc.option(count).map((seq) => (seq === null ? null : { ops: [{ seq }] }));
  const asked = fc.record({
    device: name,
    epoch: fc.option(name),
    acknowledged: count,
    push: last,
    testimony: fc.array(row),
  });
  fc.assert(
    fc.property(asked, reply, (held, said) => {
      const part = { kind: 'exchange', asked: held, reply: said } as const;
      expect(readAnswerPart(writeAnswerPart(part))).toEqual({ ok: true, value: part });
    }),
  );
});

test('a live commit arrives as it was said', () => {
  fc.assert(
    fc.property(name, count, entries, (stream, seq, told) => {
      const said = { epoch: 'life', stream, prev: 10, seq, entries: told };
      expect(readLive(writeLive(said))).toEqual({ ok: true, value: said });
    }),
  );
});

test('text that is no message is refused and never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((x) => JSON.stringify([1, x, x])),
      ),
      (text) => {
        for (const read of [readRequest, readReply, readLive, readAnswerPart]) {
          const result = read(text);
          if (result.ok) expect(read).toBe(readLive);
          else expect(['malformed-request', 'protocol-unknown']).toContain(result.error);
        }
      },
    ),
  );
});
