import type { EpochMs } from '../../../base/clock.ts';
import type { ExchangeRequest, Push } from '../exchange.ts';
import type { Testimony } from '../merge.ts';
import { CHAIN_START } from '../op.ts';
import type { DeskStatus, DeskStore, RowName } from './store.ts';

export interface Limits {
  readonly ops: number;
  readonly testimony: number;
}

/** What this desk has to say to the service now. Reads only: it can be asked as often as one likes. */
export function prepareExchange(store: DeskStore, now: EpochMs, limits: Limits): ExchangeRequest {
  const status = store.status();
  const { device, epoch, acknowledged } = status;
  const testimony = store.testimonyQueue(limits.testimony).flatMap((row) => testimonyOf(store, row));
  return {
    ...{ device, now, epoch, acknowledged, testimony },
    cursors: Object.fromEntries(Object.entries(status.cursors).map(([stream, { seq }]) => [stream, seq])),
    // A restored service first learns the rows that it lost, then the edits that were made since.
    push: testimony.length > 0 ? null : pushOf(store, status, limits),
  };
}

function pushOf(store: DeskStore, { acknowledged }: DeskStatus, limits: Limits): Push | null {
  const ops = store.opsAfter(acknowledged, limits.ops);
  return ops.length === 0 ? null : { ops, prev: store.hashOf(acknowledged) ?? CHAIN_START };
}

/** What the service once confirmed of a row, as far as this desk still has it. */
function testimonyOf(store: DeskStore, row: RowName): readonly Testimony[] {
  const [version, visible] = [store.version(row), store.read(row)];
  if (version === null || visible === null) return [];
  const { entity, id, stream, made, stamps } = version;
  const values = { ...visible, ...store.withheld(row)?.values };
  return [{ entity, id, stream, values, made, stamps }];
}
