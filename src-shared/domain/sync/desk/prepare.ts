import type { EpochMs } from '../../../base/clock.ts';
import type { ExchangeRequest, Push } from '../exchange.ts';
import type { Testimony } from '../testimony.ts';
import { CHAIN_START, type Values } from '../op.ts';
import { stillTrue } from './place.ts';
import type { DeskStatus, DeskStore, RowName } from './store.ts';

export interface Limits {
  readonly ops: number;
  readonly testimony: number;
}

/** What this desk has to say to the service now. Reads only: it can be asked as often as one likes. */
export function prepareExchange(store: DeskStore, now: EpochMs, limits: Limits): ExchangeRequest {
  const status = store.status();
  const { device, epoch, acknowledged } = status;
  const queue = store.testimonyQueue(limits.testimony);
  const testimony = queue.flatMap((row) => testimonyOf(store, row));
  return {
    ...{ device, now, epoch, acknowledged, testimony },
    cursors: Object.fromEntries(Object.entries(status.cursors).map(([stream, { seq }]) => [stream, seq])),
    // A restored service first learns the rows that it lost, then the edits that were made since.
    push: testimony.length > 0 ? null : pushOf(store, status, limits),
  };
}

/**
 * All that this desk has to say, as the exchanges that it would make if each was answered at once: for who carries it. What the
 * service answers is in the same order, each to be held against what was asked.
 */
export function* prepareAll(store: DeskStore, now: EpochMs, limits: Limits): Generator<ExchangeRequest> {
  const status = store.status();
  const first: ExchangeRequest = { ...prepareExchange(store, now, limits), push: null, testimony: [] };
  const told = store.testimonyQueue(Number.MAX_SAFE_INTEGER).flatMap((row) => testimonyOf(store, row));
  for (let at = 0; at < told.length; at += limits.testimony)
    yield { ...first, testimony: told.slice(at, at + limits.testimony) };
  let { acknowledged } = status;
  for (
    let push = pushOf(store, status, limits);
    push !== null;
    push = pushOf(store, { ...status, acknowledged }, limits)
  ) {
    yield { ...first, acknowledged, push };
    acknowledged = push.ops.at(-1)?.seq ?? acknowledged;
  }
  if (told.length === 0 && acknowledged === status.acknowledged) yield first;
}

function pushOf(store: DeskStore, { acknowledged, settled }: DeskStatus, limits: Limits): Push | null {
  const ops = store.opsAfter(acknowledged, limits.ops);
  const [first] = ops;
  if (first === undefined) return null;
  // Not where the service is: a desk that was revoked hands over all, and the first of it was cleared away.
  const push = { ops, prev: store.hashOf(first.seq - 1) ?? CHAIN_START };
  if (settled <= acknowledged) return push;
  const last = ops.at(-1)?.seq ?? 0;
  return {
    ...push,
    settled,
    aside: store.quarantinedAfter(acknowledged).filter((seq) => seq <= Math.min(settled, last)),
  };
}

/** What the service once confirmed of a row, as far as this desk still has it. */
function testimonyOf(store: DeskStore, row: RowName): readonly Testimony[] {
  const version = store.version(row);
  if (version === null) return [];
  const { entity, id, stream, made, stamps } = version;
  const values: Record<string, Values[string]> = { ...store.read(row), ...store.withheld(row)?.values };
  for (const { entry } of store.deferred()) {
    if (entry.entity !== entity || entry.id !== id || entry.values === null) continue;
    Object.assign(values, stillTrue(entry.values, entry, version));
  }
  return [{ entity, id, stream, values, made, stamps }];
}
