import { expect, test } from 'vitest';
import { z } from 'zod';
import { entitiesOf } from '#shared/domain/sync/entity.ts';
import { mergeOp, type Verdict } from '#shared/domain/sync/merge.ts';
import type { RowState } from '#shared/domain/sync/row.ts';
import type { Stamp } from '#shared/domain/sync/stamp.ts';
import { mergeTestimony } from '#shared/domain/sync/testimony.ts';

/** A restored service was told of a row anew: who edits it has not seen that it was made, and cannot lose what nobody wrote. */
const thing = entitiesOf([
  {
    ...{ name: 'thing', kind: 'rows', scope: 'branch', writers: ['agent'] },
    fields: { text: { schema: z.string().nullable(), optional: true, merge: { kind: 'latest' } } },
  },
]).get('thing')!;

const stamp = (name: string, wall: number, device = 'other'): Stamp => ({ wall, counter: 0, device, op: 1, name });

function row(written: 'never' | 'emptied'): RowState {
  const made = { seq: 9, stamp: stamp('made', 10) };
  const marks = written === 'never' ? {} : { text: { seq: 9, stamp: stamp('emptied', 20) } };
  const values: RowState['values'] = written === 'never' ? {} : { text: null };
  return { entity: 'thing', id: 'a', stream: 's', seq: 9, values, made, marks };
}

const lostIn = (verdict: Verdict): unknown =>
  verdict.kind === 'applied'
    ? [verdict.row.values.text, ...verdict.conflicts.map(({ values }) => values.lost)]
    : verdict.kind;

function edited(before: RowState, wall: number): unknown {
  const bounded = { wall, counter: 0 };
  const change = { entity: 'thing', id: 'a', kind: 'update', body: { text: 'typed' } } as const;
  const op = { ...change, ...bounded, seq: 1, last: true, stream: 's', base: 3 };
  return lostIn(mergeOp(thing, before, { op, device: 'd', hash: 'edit', bounded }, () => false));
}

function told(before: RowState): unknown {
  const said = { entity: 'thing', id: 'a', stream: 's', values: { text: 'typed' }, made: stamp('made', 10) };
  const stamps = { text: stamp('edit', 30, 'd') };
  return lostIn(mergeTestimony(thing, before, { ...said, stamps }, { began: 0, taken: () => null }));
}

test('what nobody has written is not lost', () => {
  expect(edited(row('never'), 30)).toEqual(['typed']);
  expect(told(row('never'))).toEqual(['typed']);
});

test('what somebody has emptied is', () => {
  expect(edited(row('emptied'), 30)).toEqual(['typed', null]);
  expect(told(row('emptied'))).toEqual(['typed', null]);
});

test('what loses against nothing, since its clock is behind, is kept as ever', () => {
  expect(edited(row('never'), 5)).toEqual([undefined, 'typed']);
});
