import type { EpochMs } from '../../../base/clock.ts';
import type { ExchangeRequest, Push } from '../exchange.ts';
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
  const told: Testimony[] = [];
  let length = 0;
  for (const row of store.testimonyQueue(limits.testimony)) {
    const remembered = rememberedOf(store, row);
    if (remembered === null) continue;
    length += JSON.stringify(remembered.values).length;
    if (told.length > 0 && length > limits.length) break;
    told.push(remembered);
  }
  return told;
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
