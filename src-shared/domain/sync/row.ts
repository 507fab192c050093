import type { Json } from '../../base/canonical-json.ts';
import type { Side } from './concurrent.ts';
import { contribution, EMPTY_DIGEST, minus, plus, type Digest } from './digest.ts';
import { keyOf, type Values } from './op.ts';
import type { Stamp } from './stamp.ts';

/** When and where a value was written: `seq` is its place in the row's stream, `null` until the transaction knows it. */
export interface Mark {
  readonly seq: number | null;
  readonly stamp: Stamp;
  /** Written in a former life of the service, and told to this one by a desk. */
  readonly told?: true;
}

/** A row as the service keeps it. */
export interface RowState {
  readonly entity: string;
  readonly id: string;
  readonly stream: string;
  /** The place in the stream at which it last changed; 0 for one that is being made. */
  readonly seq: number;
  readonly values: Values;
  readonly made: Mark;
  /** Fields written after the row was made. */
  readonly marks: Readonly<Record<string, Mark>>;
}

export function markOf(row: RowState, field: string): Mark {
  return (Object.hasOwn(row.marks, field) ? row.marks[field] : undefined) ?? row.made;
}

/** `null` where there is no value. */
export function valueIn(row: RowState, field: string): Json {
  return (Object.hasOwn(row.values, field) ? row.values[field] : undefined) ?? null;
}

/** Whether somebody has written the field, be it to empty it. */
export function isWritten(row: RowState, field: string): boolean {
  return Object.hasOwn(row.marks, field) || valueIn(row, field) !== null;
}

/** The row with a new write, whose place in the stream is not known yet. */
export function withValue(row: RowState, field: string, { value, stamp }: Side, told = false): RowState {
  const mark: Mark = told ? { seq: null, stamp, told } : { seq: null, stamp };
  return { ...row, values: { ...row.values, [field]: value }, marks: { ...row.marks, [field]: mark } };
}

/** The row with its new writes put at their place in the stream. */
export function placed(row: RowState, seq: number): RowState {
  const at = (mark: Mark): Mark => (mark.seq === null ? { ...mark, seq } : mark);
  const marks = Object.fromEntries(Object.entries(row.marks).map(([field, mark]) => [field, at(mark)]));
  return { ...row, seq, made: at(row.made), marks };
}

/** One row's part of a commit in a stream: what the fields are now, whoever wrote them. Devices apply it without merging. */
export interface Entry {
  readonly seq: number;
  readonly entity: string;
  readonly id: string;
  /**
   * The fields that this commit wrote, or confirmed against an edit that lost; a field that has no value is told as `null`.
   * `null`: the row left the stream.
   */
  readonly values: Values | null;
  /** Given with the commit that made the row. */
  readonly made?: Stamp;
  /** Of the fields that were not written with the row. */
  readonly stamps: Readonly<Record<string, Stamp>>;
  /** The row's version before; 0 if this made it. */
  readonly before: number;
}

/** What goes into the stream's log for a row whose `fields` were touched. */
export function entryOf(row: RowState, fields: ReadonlySet<string>, before: number): Entry {
  const made = before === 0;
  const told = made ? [...new Set([...Object.keys(row.values), ...fields])] : [...fields].sort();
  const values = Object.fromEntries(told.map((field) => [field, valueIn(row, field)]));
  const stamps = Object.fromEntries(
    told.flatMap((field) => {
      const mark = Object.hasOwn(row.marks, field) ? row.marks[field] : undefined;
      return mark === undefined ? [] : [[field, mark.stamp] as const];
    }),
  );
  return {
    seq: row.seq,
    entity: row.entity,
    id: row.id,
    values,
    stamps,
    before,
    ...(made && { made: row.made.stamp }),
  };
}

/** The one desk whose writes all the values are that these tell, whoever sent them; `null` when there is not just one. */
export function writerOf(entries: readonly Entry[]): string | null {
  let writer: string | null = null;
  for (const { values, made, stamps } of entries) {
    if (values === null) return null;
    for (const field of Object.keys(values)) {
      const device = (Object.hasOwn(stamps, field) ? stamps[field] : made)?.device ?? null;
      if (device === null || device !== (writer ?? device)) return null;
      writer = device;
    }
  }
  return writer;
}

/** How a commit changes the digest of its stream. */
export function digestAfter(digest: Digest, entries: readonly Entry[]): Digest {
  return entries.reduce((sum, entry) => {
    const key = keyOf(entry);
    const now = entry.values === null ? EMPTY_DIGEST : contribution(key, entry.seq);
    return plus(minus(sum, contribution(key, entry.before)), now);
  }, digest);
}
