import { sameDigest, type Digest } from '../digest.ts';
import { fieldOf, type Entities } from '../entity.ts';
import type { Entry } from '../row.ts';
import { settledAt } from './absorb.ts';
import { applyPull, retryDeferred } from './place.ts';
import { release } from './release.ts';
import type { DeskStore } from './store.ts';

/** All rows of a stream as they were at `seq`. */
export interface StreamImage {
  readonly stream: string;
  readonly epoch: string;
  readonly seq: number;
  readonly digest: Digest;
}

/**
 * Whether a desk can take an image in: one of another life of the service would hide what that one lost, and so would rows that take
 * the place of those that have to be told first.
 */
export function mayTakeImage(store: DeskStore, { stream, epoch, seq }: StreamImage): boolean {
  const status = store.status();
  const isHere = status.epoch === null || status.epoch === epoch;
  return isHere && store.testimonyQueue(1).length === 0 && (status.cursors[stream]?.seq ?? 0) < seq;
}

/**
 * Takes in all rows of a stream at once, as if its log had been pulled from the beginning. The versions of the stream were put to 0
 * before (`restartStream`); `laid` is the digest of the rows in which this desk has no part of its own and which its store has
 * written by itself, `others` are all that remain. `false` when this does not lead to what the service has: nothing may be kept
 * then.
 */
export function takeImage(
  store: DeskStore,
  entities: Entities,
  { stream, epoch, seq, digest }: StreamImage,
  laid: Digest,
  others: readonly Entry[],
): boolean {
  return store.atomically(() => {
    const before = store.status();
    const settled = settledAt(before, { [stream]: seq });
    const pending = store.pending(settled);
    const since = (before.cursors[stream]?.seq ?? 0) + 1;
    const pull = { stream, from: 0, to: seq, entries: others.map((row) => whole(store, entities, row)), since };
    const reached = applyPull(store, entities, pending, { seq: 0, digest: laid }, pull);
    if (!sameDigest(reached.digest, digest)) return false;
    retryDeferred(store, entities, pending);
    const cursors = { ...before.cursors, [stream]: reached };
    store.saveStatus({ ...before, epoch, cursors, settled, awaited: before.awaited.filter(({ op }) => op > settled) });
    if (settled > before.settled) release(store, pending);
    return true;
  });
}

/** An image does not name the fields that have no value: what a desk shows there is of edits that led to nothing, or are still open. */
function whole(store: DeskStore, entities: Entities, row: Entry): Entry {
  const { values } = row;
  const entity = entities.get(row.entity);
  if (entity?.kind !== 'rows' || values === null) return row;
  // What was told to a restored service may come further on.
  const told = store.version(row)?.stamps ?? {};
  const isNone = (field: string): boolean =>
    !Object.hasOwn(values, field) && !Object.hasOwn(told, field) && fieldOf(entity, field)?.optional === true;
  const none = Object.keys(store.read(row) ?? {}).filter(isNone);
  return { ...row, values: { ...Object.fromEntries(none.map((field) => [field, null])), ...values } };
}
