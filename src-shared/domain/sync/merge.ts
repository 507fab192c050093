import type { HybridTime } from '../../base/hybrid-clock.ts';
import { isConflict, sameValue, winsConcurrently } from './concurrent.ts';
import { conflictRow } from './conflict.ts';
import { fieldOf, isComplete, type Entity } from './entity.ts';
import { nameOf, valuesOf, type Op } from './op.ts';
import { isWritten, markOf, valueIn, withValue, type Mark, type RowState } from './row.ts';
import { after, compareStamps, type Stamp } from './stamp.ts';

/** An op as the service received it. */
export interface Received {
  readonly op: Op;
  readonly device: string;
  readonly hash: string;
  readonly bounded: HybridTime;
}

export type Refusal =
  | 'unknown-entity'
  | 'unknown-field'
  | 'misfit'
  | 'field-missing'
  | 'row-exists'
  | 'fixed-field'
  | 'not-allowed'
  | 'wrong-stream';

export type Verdict =
  /** `touched` are the fields to tell about: written, or confirmed against this op. */
  | {
      readonly kind: 'applied';
      readonly row: RowState;
      readonly touched: readonly string[];
      readonly conflicts: readonly RowState[];
    }
  /** The very same op is in the row. */
  | { readonly kind: 'already' }
  | { readonly kind: 'refused'; readonly reason: Refusal };

/** The id of the row that an op is about: an item is named by its op, so that the same item is never there twice. */
export function targetOf({ op, hash }: Pick<Received, 'op' | 'hash'>): string {
  return op.kind === 'append' ? nameOf({ op, hash }) : op.id;
}

/** Whether the service has taken in the op of this name. */
export type HasOp = (name: string) => boolean;

/**
 * What becomes of a row by an op; `hasOp` speaks of ops that its own device sent. Pure: locks, rights and what a value refers to are
 * the caller's affair.
 */
export function mergeOp(entity: Entity, row: RowState | null, received: Received, hasOp: HasOp): Verdict {
  const { op } = received;
  const fits = checkValues(entity, op);
  if (fits !== null) return { kind: 'refused', reason: fits };
  if (op.kind === 'update') return row === null ? refused('misfit') : edited(entity, row, received, hasOp);
  return row === null ? made(received) : repeated(row, received);
}

function made(received: Received): Verdict {
  const { op } = received;
  const mark: Mark = { seq: null, stamp: stampOf(received, received.bounded) };
  const values = valuesOf(op);
  const row = { entity: op.entity, id: targetOf(received), stream: op.stream, seq: 0, values, made: mark, marks: {} };
  return { kind: 'applied', row, touched: Object.keys(values), conflicts: [] };
}

function repeated(row: RowState, received: Received): Verdict {
  if (received.op.kind === 'append') return { kind: 'already' };
  return row.made.stamp.name === nameOf(received) ? { kind: 'already' } : refused('row-exists');
}

function edited(entity: Entity, before: RowState, received: Received, hasOp: HasOp): Verdict {
  let row = before;
  const touched: string[] = [];
  const conflicts: RowState[] = [];
  for (const [name, value] of Object.entries(received.op.body)) {
    const field = fieldOf(entity, name);
    if (field === null) return refused('unknown-field');
    const mark = markOf(row, name);
    const sight = sightOf(mark, received, hasOp);
    if (sight === 'done') continue;
    const [mine, theirs] = [
      { value, stamp: stampOf(received, received.bounded) },
      { value: valueIn(row, name), stamp: mark.stamp },
    ];
    if (field.merge.kind === 'fixed') {
      if (!sameValue(value, theirs.value)) return refused('fixed-field');
      continue;
    }
    touched.push(name);
    const isLater = sight === 'unseen' && compareStamps(mine.stamp, mark.stamp) > 0;
    const wins = sight === 'seen' || winsConcurrently(field, value, theirs.value, isLater);
    if (sight !== 'seen' && isConflict(field, value, theirs.value) && (!wins || isWritten(row, name))) {
      const [lost, kept] = wins ? [theirs, mine] : [mine, theirs];
      conflicts.push(conflictRow(row, name, lost, kept, { seq: null, stamp: mine.stamp }));
    }
    // Also where the order of values decides: the stamps of a field only ever grow, so that the later of two is known.
    if (wins) row = withValue(row, name, { value, stamp: stampOf(received, after(received.bounded, mark.stamp)) });
  }
  return touched.length === 0 ? { kind: 'already' } : { kind: 'applied', row, touched, conflicts };
}

/** How an op stands to a value that is stored. */
type Sight =
  /** It is in that value, or in one that its own desk has replaced since. */
  | 'done'
  /** Its desk had the value before its eyes. */
  | 'seen'
  | 'unseen'
  /** The value bears a greater number of the same desk, and was told: its op comes later, or is of another past of the disk. */
  | 'doubtful';

function sightOf({ seq, stamp, told }: Mark, received: Received, hasOp: HasOp): Sight {
  const { op, device } = received;
  if (stamp.name === nameOf(received)) return 'done';
  if (stamp.device === device) {
    // Of one device the service takes in one chain, without gaps. What was told may be of a copy of the desk.
    if (told !== true || hasOp(stamp.name)) return stamp.op > op.seq ? 'done' : 'seen';
    if (stamp.op > op.seq) return 'doubtful';
  }
  return seq !== null && seq <= op.base ? 'seen' : 'unseen';
}

/** Whether every value of an op is one that the declaration allows. */
function checkValues(entity: Entity, op: Op): Refusal | null {
  if ((entity.kind === 'items') !== (op.kind === 'append')) return 'misfit';
  const values = valuesOf(op);
  for (const [name, value] of Object.entries(values)) {
    const field = fieldOf(entity, name);
    if (field === null) return 'unknown-field';
    if (!field.schema.safeParse(value).success) return 'misfit';
  }
  return op.kind === 'update' || isComplete(entity, values) ? null : 'field-missing';
}

function stampOf(received: Received, { wall, counter }: HybridTime): Stamp {
  return { wall, counter, device: received.device, op: received.op.seq, name: nameOf(received) };
}

function refused(reason: Refusal): Verdict {
  return { kind: 'refused', reason };
}
