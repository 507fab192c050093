import type { EpochMs } from '../../../base/clock.ts';
import type { ExchangeReply, ExchangeRequest, Push } from '../exchange.ts';
import type { Testimony } from '../testimony.ts';
import { CHAIN_START, type Values } from '../op.ts';
import { stillTrue } from './place.ts';
import type { DeskStatus, DeskStore, RowName } from './store.ts';

export interface Limits {
  readonly ops: number;
  readonly testimony: number;
  /** Of ops or testimony as text, about. */
  readonly length: number;
}

/** What this desk has to say to the service now. Reads only: it can be asked as often as one likes. */
export function prepareExchange(store: DeskStore, now: EpochMs, limits: Limits): ExchangeRequest {
  const status = store.status();
  const { device, epoch, acknowledged } = status;
  const testimony = testimonyOf(store, limits);
  return {
    ...{ device, now, epoch, acknowledged, testimony },
    cursors: Object.fromEntries(Object.entries(status.cursors).map(([stream, { seq }]) => [stream, seq])),
    // A restored service first learns the rows that it lost, then the edits that were made since.
    push: testimony.length > 0 ? null : pushOf(store, status, limits),
  };
}

/** What follows on what was asked: it can be made ready while the service works. `null`: nothing does. */
export function nextPush(store: DeskStore, { push }: ExchangeRequest, limits: Limits): Push | null {
  const last = push?.ops.at(-1)?.seq;
  return last === undefined ? null : pushOf(store, { ...store.status(), acknowledged: last }, limits);
}

/**
 * The request that a desk will make with `push` once it has taken in the reply to what it asked, as far as can be foretold: sent before,
 * it gives the service work while the desk writes. If it comes otherwise, the answer is stale, and the desk asks again. `null`: the
 * reply is to be taken in first.
 */
export function prepareAhead(
  asked: ExchangeRequest,
  reply: ExchangeReply,
  push: Push,
  now: EpochMs,
): ExchangeRequest | null {
  if (reply.kind !== 'exchanged' || reply.forks !== null || reply.lastHash !== push.prev) return null;
  if (reply.pulls.some(({ shortened }) => shortened === true)) return null;
  const { epoch, lastSeq: acknowledged } = reply;
  const pulled = Object.fromEntries(reply.pulls.map(({ stream, to }) => [stream, to]));
  return {
    device: asked.device,
    now,
    epoch,
    acknowledged,
    testimony: [],
    cursors: { ...asked.cursors, ...pulled },
    push,
  };
}

/**
 * All that this desk has to say, as the exchanges that it would make if each was answered at once: for who carries it. What the
 * service answers is in the same order, each to be held against what was asked.
 */
export function* prepareAll(store: DeskStore, now: EpochMs, limits: Limits): Generator<ExchangeRequest> {
  const status = store.status();
  const first: ExchangeRequest = { ...prepareExchange(store, now, limits), push: null, testimony: [] };
  const queue = store.testimonyQueue(Number.MAX_SAFE_INTEGER);
  for (const testimony of inParts(store, queue, limits)) yield { ...first, testimony };
  let { acknowledged } = status;
  for (
    let push = pushOf(store, status, limits);
    push !== null;
    push = pushOf(store, { ...status, acknowledged }, limits)
  ) {
    yield { ...first, acknowledged, push };
    acknowledged = push.ops.at(-1)?.seq ?? acknowledged;
  }
  if (queue.length === 0 && acknowledged === status.acknowledged) yield first;
}

function pushOf(store: DeskStore, { acknowledged, settled }: DeskStatus, limits: Limits): Push | null {
  const ops = store.opsAfter(acknowledged, limits.ops, limits.length);
  const [first, last] = [ops.at(0)?.seq, ops.at(-1)?.seq];
  if (first === undefined || last === undefined) return null;
  // What came between may have been cleared away: then a revoked desk begins to hand over in the middle of its chain.
  const push = { ops, prev: store.hashOf(first - 1) ?? CHAIN_START };
  if (settled <= acknowledged) return push;
  return {
    ...push,
    settled,
    aside: store.quarantinedAfter(acknowledged).filter((seq) => seq <= Math.min(settled, last)),
  };
}

function testimonyOf(store: DeskStore, limits: Limits): readonly Testimony[] {
  return inParts(store, store.testimonyQueue(limits.testimony), limits).next().value ?? [];
}

/** What is to be told of rows, in parts that the service takes. */
function* inParts(
  store: DeskStore,
  rows: readonly RowName[],
  limits: Limits,
): Generator<readonly Testimony[], undefined> {
  let [part, length]: [Testimony[], number] = [[], 0];
  for (const row of rows) {
    const remembered = rememberedOf(store, row);
    if (remembered === null) continue;
    const own = JSON.stringify(remembered.values).length;
    if (part.length > 0 && (part.length >= limits.testimony || length + own > limits.length)) {
      yield part;
      [part, length] = [[], 0];
    }
    part.push(remembered);
    length += own;
  }
  if (part.length > 0) yield part;
}

/** What the service once confirmed of a row, as far as this desk still has it. */
function rememberedOf(store: DeskStore, row: RowName): Testimony | null {
  const version = store.version(row);
  if (version === null) return null;
  const { entity, id, stream, made, stamps } = version;
  const values: Record<string, Values[string]> = { ...store.read(row), ...store.withheld(row)?.values };
  for (const entry of store.deferredOf(row)) {
    if (entry.values !== null) Object.assign(values, stillTrue(entry.values, entry, version));
  }
  return { entity, id, stream, values, made, stamps };
}
