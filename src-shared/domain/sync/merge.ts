import { canonicalJson, type Json } from '../../base/canonical-json.ts';
import type { HybridTime } from '../../base/hybrid-clock.ts';
import { conflictRow } from './conflict.ts';
import { fieldOf, type Entity, type Field } from './entity.ts';
import { nameOf, valuesOf, type Op, type Values } from './op.ts';
import { markOf, type Mark, type RowState } from './row.ts';
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

/** What becomes of a row by an op. Pure: locks, rights and what a value refers to are the caller's affair. */
export function mergeOp(entity: Entity, row: RowState | null, received: Received): Verdict {
  const { op } = received;
  const fits = checkValues(entity, op);
  if (fits !== null) return { kind: 'refused', reason: fits };
  if (op.kind === 'update') return row === null ? refused('misfit') : edited(entity, row, received);
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
  return isOf(row.made.stamp, received) ? { kind: 'already' } : refused('row-exists');
}

function edited(entity: Entity, before: RowState, received: Received): Verdict {
  let row = before;
  const touched: string[] = [];
  const conflicts: RowState[] = [];
  for (const [name, value] of Object.entries(received.op.body)) {
    const field = fieldOf(entity, name);
    if (field === null) return refused('unknown-field');
    const mark = markOf(row, name);
    const stored = row.values[name] ?? null;
    // Another value of the same op is that of another copy of this desk, told to a restored service.
    const same = canonicalJson(stored) === canonicalJson(value);
    const ofCopy = isSameOp(mark.stamp, { device: received.device, op: received.op.seq }) && !same;
    if (!ofCopy && holds(mark.stamp, received)) continue;
    if (field.merge.kind === 'fixed') {
      if (!same) return refused('fixed-field');
      continue;
    }
    touched.push(name);
    const own = mark.stamp.device === received.device && !ofCopy;
    const seen = own || (mark.seq !== null && mark.seq <= received.op.base);
    const mine = { value, stamp: stampOf(received, received.bounded) };
    const theirs = { value: stored, stamp: mark.stamp };
    const wins = seen || winsConcurrently(field, mine, theirs);
    if (!seen && isConflict(field, value, stored)) {
      const [lost, kept] = wins ? [theirs, mine] : [mine, theirs];
      conflicts.push(conflictRow(row, name, lost, kept, { seq: null, stamp: stampOf(received, received.bounded) }));
    }
    // Also where the order of values decides: the stamps of a field only ever grow, so that the later of two is known.
    if (wins) row = withValue(row, name, { value, stamp: stampOf(received, after(received.bounded, mark.stamp)) });
  }
  return touched.length === 0 ? { kind: 'already' } : { kind: 'applied', row, touched, conflicts };
}

interface Side {
  readonly value: Json;
  readonly stamp: Stamp;
}

function winsConcurrently(field: Field, mine: Side, theirs: Side): boolean {
  const { merge } = field;
  switch (merge.kind) {
    case 'latest':
      return compareStamps(mine.stamp, theirs.stamp) > 0;
    case 'precedence': {
      const [my, their] = [
        merge.order.findIndex((each) => each === mine.value),
        merge.order.findIndex((each) => each === theirs.value),
      ];
      return my === their ? compareStamps(mine.stamp, theirs.stamp) > 0 : my < their;
    }
    case 'first':
      return theirs.value === null;
    case 'fixed':
      return false;
  }
}

function isConflict(field: Field, mine: Json, theirs: Json): boolean {
  if (field.merge.kind === 'precedence' || canonicalJson(mine) === canonicalJson(theirs)) return false;
  // A thing that nobody holds can be taken without taking it from anybody.
  return field.merge.kind !== 'first' || (mine !== null && theirs !== null);
}

function withValue(row: RowState, field: string, { value, stamp }: Side, told = false): RowState {
  const mark: Mark = told ? { seq: null, stamp, told } : { seq: null, stamp };
  return { ...row, values: { ...row.values, [field]: value }, marks: { ...row.marks, [field]: mark } };
}

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
  /** The last op that was taken in of a device. */
  readonly lastSeq: (device: string) => number;
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
    const theirs = { value: row.values[name] ?? null, stamp: mark.stamp };
    // Two copies of one desk may have given the same name to different ops, each to another life of the service.
    if (isSameOp(mark.stamp, stamp) && canonicalJson(theirs.value) === canonicalJson(value)) {
      // Sent again, and perhaps judged by another clock.
      if (compareStamps(stamp, mark.stamp) > 0) now = withValue(now, name, grown(theirs, { value, stamp }));
      continue;
    }
    // The op that made the row was sent again before: what is told had replaced its value.
    const replaced = mark === row.made && isSameOp(mark.stamp, told.made);
    const before = replaced || mark.told === true || (mark.seq !== null && mark.seq <= life.began);
    const mine = { value, stamp };
    const later = compareStamps(stamp, mark.stamp) > 0;
    const merged = !before && life.lastSeq(stamp.device) >= stamp.op;
    const wins = replaced || (before ? later : !merged && winsConcurrently(field, mine, theirs));
    if (!before && !merged && isConflict(field, value, theirs.value)) {
      const [lost, kept] = wins ? [theirs, mine] : [mine, theirs];
      conflicts.push(conflictRow(row, name, lost, kept, { seq: null, stamp }));
    }
    if (!wins && !later) continue;
    // Whichever is kept is the later one from now on, also for the desks that know the other.
    const kept = wins ? grown(mine, theirs) : grown(theirs, mine);
    now = withValue(now, name, kept, wins);
    touched.push(name);
  }
  const changed = touched.length > 0 || conflicts.length > 0;
  return changed ? { kind: 'applied', row: now, touched, conflicts } : { kind: 'already' };
}

/** A value with a stamp that is later than that of another. */
function grown({ value, stamp }: Side, other: Side): Side {
  return { value, stamp: { ...stamp, ...after(stamp, other.stamp) } };
}

function isSameOp(a: Pick<Stamp, 'device' | 'op'>, b: Pick<Stamp, 'device' | 'op'>): boolean {
  return a.device === b.device && a.op === b.op;
}

function lostRow({ entity, id, stream, values, made, stamps }: Testimony): Verdict {
  const mark = (stamp: Stamp): Mark => ({ seq: null, stamp, told: true });
  const marks = Object.fromEntries(Object.entries(stamps).map(([field, stamp]) => [field, mark(stamp)]));
  const row = { entity, id, stream, seq: 0, values, made: mark(made), marks };
  return { kind: 'applied', row, touched: Object.keys(values), conflicts: [] };
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
  if (op.kind === 'update') return null;
  const complete = Object.entries(entity.fields).every(([name, { optional }]) => optional === true || name in values);
  return complete ? null : 'field-missing';
}

function stampOf({ device, op }: Received, { wall, counter }: HybridTime): Stamp {
  return { wall, counter, device, op: op.seq };
}

/** Whether this stamp is of this op, under its present or its former name. */
function isOf(stamp: Stamp, { device, op }: Received): boolean {
  const names = [{ device, seq: op.seq }, op.origin];
  return names.some((name) => name?.device === stamp.device && name.seq === stamp.op);
}

/** Whether a value already holds this op, or a later one of the same device. */
function holds(stamp: Stamp, { device, op }: Received): boolean {
  return stamp.device === device && stamp.op >= op.seq;
}

function refused(reason: Refusal): Verdict {
  return { kind: 'refused', reason };
}
