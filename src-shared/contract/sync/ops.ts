import { z } from 'zod';
import type { Push } from '../../domain/sync/exchange.ts';
import type { Op, Values } from '../../domain/sync/op.ts';
import { LIMITS } from './limits.ts';
import { countSchema, hashSchema, isCount, isInteger, isListOf, isName, isValues, nameSchema } from './values.ts';

/**
 * `what` is the kind and whether a transaction ends here, `later` the wall clock since the op before, `stream` its place in the
 * push's table. Sequences follow from the first.
 */
type WireOp = [
  what: number,
  entity: string,
  id: string,
  body: Values,
  later: number,
  counter: number,
  base: number,
  stream: number,
  origin?: string,
];

/** `[prev, first, streams, ops, settled?, aside?]`. */
export const wirePushSchema = z.tuple([
  hashSchema,
  z.int().min(1),
  z.array(nameSchema).max(LIMITS.streams),
  z
    .custom<WireOp[]>((value) => isListOf(value, isWireOp) && value.length > 0)
    .describe('[[what, entity, id, body, later, counter, base, stream, origin?], …]'),
  countSchema.optional(),
  z.array(countSchema).optional(),
]);

export type WirePush = z.infer<typeof wirePushSchema>;

const KINDS = ['insert', 'update', 'append'] as const;

function isWireOp(value: unknown): value is WireOp {
  if (!Array.isArray(value) || value.length < 8 || value.length > 9) return false;
  const [what, entity, id, body, later, counter, base, stream, origin] = value as readonly unknown[];
  return (
    isCount(what) &&
    what < 2 * KINDS.length &&
    isName(entity) &&
    isName(id) &&
    isValues(body) &&
    isInteger(later) &&
    isCount(counter) &&
    isCount(base) &&
    isCount(stream) &&
    (value.length === 8 || isName(origin))
  );
}

export function writePush({ ops, prev, settled, aside = [] }: Push): WirePush {
  const streams = [...new Set(ops.map(({ stream }) => stream))];
  let before = 0;
  const written = ops.map((op): WireOp => {
    const { entity, id, kind, body, wall, counter, base, stream, last, origin } = op;
    const what = KINDS.indexOf(kind) * 2 + (last ? 1 : 0);
    const later = wall - before;
    before = wall;
    const wire: WireOp = [what, entity, id, body, later, counter, base, streams.indexOf(stream)];
    if (origin !== undefined) wire[8] = origin;
    return wire;
  });
  const first = ops[0]?.seq ?? 1;
  if (settled === undefined) return [prev, first, streams, written];
  return [prev, first, streams, written, settled, [...aside]];
}

/** `null` when it contradicts itself or is larger than a push may be. */
export function readPush([prev, first, streams, wires, settled, aside = []]: WirePush): Push | null {
  const ops: Op[] = [];
  let wall = 0;
  for (const [at, [what, entity, id, body, later, counter, base, place, origin]] of wires.entries()) {
    const [kind, stream] = [KINDS[what >> 1], streams[place]];
    wall += later;
    if (kind === undefined || stream === undefined || !Number.isSafeInteger(wall)) return null;
    ops.push({
      ...{ seq: first + at, wall, counter, last: (what & 1) === 1, entity, id, kind, body, stream, base },
      ...(origin !== undefined && { origin }),
    });
  }
  if (ops.at(-1)?.last !== true || startOfLast(ops) >= LIMITS.ops) return null;
  return settled === undefined ? { ops, prev } : { ops, prev, settled, aside };
}

/** Where the last local transaction begins: all before it must be within the limit, itself may go beyond. */
function startOfLast(ops: readonly Op[]): number {
  return ops.findLastIndex(({ last }, at) => last && at < ops.length - 1) + 1;
}
