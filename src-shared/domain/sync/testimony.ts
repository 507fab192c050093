import { isConflict, winsConcurrently, type Side } from './concurrent.ts';
import { conflictRow } from './conflict.ts';
import { fieldOf, type Entity } from './entity.ts';
import type { Verdict } from './merge.ts';
import type { Taken, Values } from './op.ts';
import { isWritten, markOf, valueIn, withValue, type Mark, type RowState } from './row.ts';
import { after, compareStamps, type Stamp } from './stamp.ts';

/** A row as another desk remembers it, told to a service that was restored from a backup. */
export interface Testimony {
  readonly entity: string;
  readonly id: string;
  readonly stream: string;
  readonly values: Values;
  readonly made: Stamp;
  readonly stamps: Readonly<Record<string, Stamp>>;
}

/** What a restored service knows of its present life. */
export interface Life {
  /** Where the stream was when it began. */
  readonly began: number;
  /** Where it took in the op of a name, if it did. */
  readonly taken: (name: string) => Taken | null;
}

/**
 * What a restored service takes over of a desk's memory: rows that it lost, and values later than its own. Stamps grow along
 * the edits of a value, so of two from before the restore the later one had been accepted after the other. What was written
 * since has seen neither: that is a conflict, unless the op of the told value was sent again and merged before it was told.
 */
export function mergeTestimony(entity: Entity, row: RowState | null, told: Testimony, life: Life): Verdict {
  if (row === null) return lostRow(told);
  let now = row;
  const touched: string[] = [];
  const conflicts: RowState[] = [];
  for (const [name, stamp] of Object.entries(told.stamps)) {
    const [field, value, mark] = [fieldOf(entity, name), told.values[name], markOf(row, name)];
    if (field === null || value === undefined) continue;
    const [mine, theirs] = [
      { value, stamp },
      { value: valueIn(row, name), stamp: mark.stamp },
    ];
    const later = compareStamps(stamp, mark.stamp) > 0;
    if (mark.stamp.name === stamp.name) {
      if (!later) continue;
      // Sent again, and judged by another clock: the desks that know the first stamp take no earlier one.
      now = withValue(now, name, grown(theirs, mine));
      touched.push(name);
      continue;
    }
    const known = knownOrder(row, mark, told, stamp, life);
    const wins = known === null ? winsConcurrently(field, value, theirs.value, later) : known === 'later';
    if (known === null && isConflict(field, value, theirs.value) && (!wins || isWritten(row, name))) {
      const [lost, kept] = wins ? [theirs, mine] : [mine, theirs];
      conflicts.push(conflictRow(row, name, lost, kept, { seq: null, stamp }));
    }
    if (!wins && !later) continue;
    // Whichever is kept is the later one from now on, also for the desks that know the other.
    now = withValue(now, name, wins ? grown(mine, theirs) : grown(theirs, mine), wins);
    touched.push(name);
  }
  const changed = touched.length > 0 || conflicts.length > 0;
  return changed ? { kind: 'applied', row: now, touched, conflicts } : { kind: 'already' };
}

/** Whether the told value came after the stored one or before it; `null` when neither had seen the other. */
function knownOrder(
  row: RowState,
  mark: Mark,
  told: Testimony,
  stamp: Stamp,
  { began, taken }: Life,
): 'later' | 'earlier' | null {
  // The op that made the row was sent again before: what is told had replaced its value.
  if (mark === row.made && mark.stamp.name === told.made.name) return 'later';
  if (followsInChain(taken(mark.stamp.name), taken(stamp.name))) return 'earlier';
  if (mark.told === true || (mark.seq !== null && mark.seq <= began))
    return compareStamps(stamp, mark.stamp) > 0 ? 'later' : 'earlier';
  // Its op was sent again and merged: what is stored has replaced it, or is in conflict with it.
  return taken(stamp.name) !== null ? 'earlier' : null;
}

/**
 * Whether a desk made one op after the other: whoever typed both meant the second, whatever the stamps say. A copy of the disk
 * may have sent the first again, to a life of the service that this one does not know.
 */
function followsInChain(op: Taken | null, other: Taken | null): boolean {
  return op !== null && other !== null && op.device === other.device && op.seq > other.seq;
}

/** A value with a stamp that is later than that of another. */
function grown({ value, stamp }: Side, other: Side): Side {
  return { value, stamp: { ...stamp, ...after(stamp, other.stamp) } };
}

function lostRow({ entity, id, stream, values, made, stamps }: Testimony): Verdict {
  const mark = (stamp: Stamp): Mark => ({ seq: null, stamp, told: true });
  const marks = Object.fromEntries(Object.entries(stamps).map(([field, stamp]) => [field, mark(stamp)]));
  const row = { entity, id, stream, seq: 0, values, made: mark(made), marks };
  return { kind: 'applied', row, touched: Object.keys(values), conflicts: [] };
}
