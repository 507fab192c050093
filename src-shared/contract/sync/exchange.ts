import { z } from 'zod';
import { fail, ok, type Result } from '../../base/result.ts';
import {
  MOST_PACK_KEYS,
  type DeskPolicy,
  type ExchangeReply,
  type ExchangeRequest,
  type Live,
  type Pull,
} from '../../domain/sync/exchange.ts';
import { readEntries, wireEntriesSchema, writeEntries } from './entries.ts';
import type { SyncFailureCode } from './failure.ts';
import { PROTOCOL } from './limits.ts';
import { readPush, wirePushSchema, writePush } from './ops.ts';
import { readTestimony, wireTestimonySchema, writeTestimony } from './testimony.ts';
import { countSchema, hashSchema, headsSchema, nameSchema } from './values.ts';

/** `[protocol, device, now, epoch, cursors, acknowledged, push, testimony]`. */
export const wireRequestSchema = z.tuple([
  z.literal(PROTOCOL),
  nameSchema,
  z.int(),
  nameSchema.nullable(),
  headsSchema,
  countSchema,
  wirePushSchema.nullable(),
  wireTestimonySchema.nullable(),
]);

const wireDigestSchema = z.tuple([countSchema, countSchema]);

/** `[stream, from, to, entries, digest, shortened?]`. */
const wirePullSchema = z.tuple([
  nameSchema,
  countSchema,
  countSchema,
  wireEntriesSchema,
  wireDigestSchema.nullable(),
  z.literal(true).optional(),
]);

/** What a newer service wants besides is no affair of this program. */
const policySchema: z.ZodType<DeskPolicy> = z.object({
  offlineLeaseDays: z.int().min(0).max(100_000),
  packKeys: z
    .array(z.string().regex(/^[\w-]{43}$/u))
    .max(MOST_PACK_KEYS)
    .optional(),
});

/**
 * `[protocol, "refused", reason]`, `[protocol, "revoked", epoch, forks]` or
 * `[protocol, "exchanged", now, epoch, forks, lastSeq, lastHash, quarantined, heads, pulls, policy]`.
 */
export const wireReplySchema = z.union([
  z.tuple([z.literal(PROTOCOL), z.literal('refused'), z.enum(['forked', 'unknown'])]),
  z.tuple([z.literal(PROTOCOL), z.literal('revoked'), nameSchema, headsSchema.nullable()]),
  z.tuple([
    z.literal(PROTOCOL),
    z.literal('exchanged'),
    z.int(),
    nameSchema,
    headsSchema.nullable(),
    countSchema,
    hashSchema,
    z.array(z.tuple([z.int().min(1), nameSchema])),
    headsSchema,
    z.array(wirePullSchema),
    policySchema.optional(),
  ]),
]);

/**
 * `[epoch, stream, prev, seq, entries]`. Without entries it tells how far the stream is: to who begins to listen (`prev` is `seq`), to
 * all when there is too much to tell, and, from `prev` to `seq`, to the desk that wrote all of it.
 */
export const wireLiveSchema = z.tuple([nameSchema, nameSchema, countSchema, countSchema, wireEntriesSchema]);

type Read<T> = Result<T, Extract<SyncFailureCode, 'malformed-request' | 'protocol-unknown'>>;

export function writeRequest(request: ExchangeRequest): string {
  const { device, now, epoch, cursors, acknowledged, push, testimony } = request;
  return JSON.stringify([
    ...[PROTOCOL, device, now, epoch, cursors, acknowledged, push === null ? null : writePush(push)],
    testimony.length === 0 ? null : writeTestimony(testimony),
  ]);
}

export function readRequest(text: string): Read<ExchangeRequest> {
  const parsed = parse(wireRequestSchema, text);
  if (!parsed.ok) return parsed;
  const [, device, now, epoch, cursors, acknowledged, wirePush, wireTestimony] = parsed.value;
  const push = wirePush === null ? null : readPush(wirePush);
  const testimony = wireTestimony === null ? [] : readTestimony(wireTestimony);
  if ((push === null) !== (wirePush === null) || testimony === null) return fail('malformed-request');
  return ok({ device, now, epoch, cursors, acknowledged, push, testimony });
}

export function writeReply(reply: ExchangeReply): string {
  if (reply.kind === 'refused') return JSON.stringify([PROTOCOL, reply.kind, reply.reason]);
  if (reply.kind === 'revoked') return JSON.stringify([PROTOCOL, reply.kind, reply.epoch, reply.forks]);
  const { kind, now, epoch, forks, lastSeq, lastHash, heads, pulls } = reply;
  const quarantined = reply.quarantined.map(({ seq, reason }) => [seq, reason]);
  return JSON.stringify([
    ...[PROTOCOL, kind, now, epoch, forks, lastSeq, lastHash, quarantined, heads],
    pulls.map(({ stream, from, to, entries, digest, shortened }) => [
      ...[stream, from, to, writeEntries(entries, from)],
      digest === null ? null : [digest.high, digest.low],
      ...(shortened === undefined ? [] : [shortened]),
    ]),
    ...(reply.policy === undefined ? [] : [reply.policy]),
  ]);
}

export function readReply(text: string): Read<ExchangeReply> {
  const parsed = parse(wireReplySchema, text);
  if (!parsed.ok) return parsed;
  const reply = parsed.value;
  if (reply[1] === 'refused') return ok({ kind: 'refused', reason: reply[2] });
  if (reply[1] === 'revoked') return ok({ kind: 'revoked', epoch: reply[2], forks: reply[3] });
  const [, kind, now, epoch, forks, lastSeq, lastHash, aside, heads, wirePulls, policy] = reply;
  const quarantined = aside.map(([seq, reason]) => ({ seq, reason }));
  const pulls: Pull[] = [];
  for (const [stream, from, to, wire, wireDigest, shortened] of wirePulls) {
    const entries = readEntries(wire, from);
    if (entries === null) return fail('malformed-request');
    const digest = wireDigest === null ? null : { high: wireDigest[0], low: wireDigest[1] };
    pulls.push({ stream, from, to, entries, digest, ...(shortened && { shortened }) });
  }
  const told = { kind, now, epoch, forks, lastSeq, lastHash, quarantined, heads, pulls } as const;
  return ok(policy === undefined ? told : { ...told, policy });
}

export function writeLive({ epoch, stream, prev, seq, entries }: Live): string {
  return JSON.stringify([epoch, stream, prev, seq, writeEntries(entries, prev)]);
}

export function readLive(text: string): Read<Live> {
  const parsed = parse(wireLiveSchema, text);
  if (!parsed.ok) return parsed;
  const [epoch, stream, prev, seq, wire] = parsed.value;
  const entries = readEntries(wire, prev);
  return entries === null ? fail('malformed-request') : ok({ epoch, stream, prev, seq, entries });
}

function parse<T extends z.ZodType>(schema: T, text: string): Read<z.infer<T>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('malformed-request');
  }
  const read = schema.safeParse(value);
  if (read.success) return ok(read.data);
  const spoken: unknown = Array.isArray(value) ? value[0] : null;
  return fail(typeof spoken === 'number' && spoken !== PROTOCOL ? 'protocol-unknown' : 'malformed-request');
}
