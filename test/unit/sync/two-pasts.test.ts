import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { entitiesOf, type Entity } from '#shared/domain/sync/entity.ts';
import { mergeOp, type Received } from '#shared/domain/sync/merge.ts';
import type { Taken } from '#shared/domain/sync/op.ts';
import type { Mark, RowState } from '#shared/domain/sync/row.ts';
import type { Stamp } from '#shared/domain/sync/stamp.ts';
import { mergeTestimony, type Testimony } from '#shared/domain/sync/testimony.ts';

/** A disk was copied or put back: there are two ops of one device and number, and a restored service was told of one of them. */
const thing: Entity = entitiesOf([
  {
    ...{ name: 'thing', kind: 'rows', scope: 'branch', writers: ['agent'] },
    fields: { text: { schema: z.string(), merge: { kind: 'latest' } } },
  },
]).get('thing')!;

const stamp = (op: number, name: string, wall: number, device = 'd'): Stamp => ({ wall, counter: 0, device, op, name });
const nobody = (): boolean => false;

/** A row of another desk, whose text was written last by `mark`. */
function row(mark: Mark): RowState {
  const made: Mark = { seq: 1, stamp: stamp(1, 'made', 1, 'other') };
  const about = { entity: 'thing', id: 'a', stream: 's', seq: 2 };
  return { ...about, values: { text: 'stored' }, made, marks: { text: mark } };
}

function op(seq: number, name: string, wall: number): Received {
  const change = { entity: 'thing', id: 'a', kind: 'update', body: { text: 'pushed' } } as const;
  const bounded = { wall, counter: 0 };
  return { op: { ...change, ...bounded, seq, last: true, stream: 's', base: 0 }, device: 'd', hash: name, bounded };
}

function outcome(mark: Mark, received: Received, hasOp: (name: string) => boolean = nobody): unknown {
  const verdict = mergeOp(thing, row(mark), received, hasOp);
  if (verdict.kind !== 'applied') return verdict.kind;
  return [verdict.row.values.text, ...verdict.conflicts.map(({ id, values }) => [id, values.lost])];
}

describe('an op against a value that was told', () => {
  const told = (seq: number, name: string): Mark => ({ seq: 2, stamp: stamp(seq, name, 50), told: true });

  test('of the same op: it is done', () => {
    expect(outcome(told(3, 'x'), op(3, 'x', 9))).toBe('already');
  });

  test('of the same number in another past: the later wins, the other is a conflict', () => {
    expect(outcome(told(3, 'x'), op(3, 'y', 9))).toEqual(['stored', ['y.text', 'pushed']]);
    expect(outcome(told(3, 'x'), op(3, 'y', 99))).toEqual(['pushed', ['x.text', 'stored']]);
  });

  test('of a lower number: seen if its op is of the chain, else of another past', () => {
    expect(outcome(told(2, 'x'), op(3, 'y', 9), (name) => name === 'x')).toEqual(['pushed']);
    expect(outcome(told(2, 'x'), op(3, 'y', 9))).toEqual(['stored', ['y.text', 'pushed']]);
  });

  test('of a greater number: later if its op is of the chain; in doubt it stays, and nothing is lost', () => {
    expect(outcome(told(4, 'x'), op(3, 'y', 99), (name) => name === 'x')).toBe('already');
    expect(outcome(told(4, 'x'), op(3, 'y', 99))).toEqual(['stored', ['y.text', 'pushed']]);
  });
});

test('the service has one chain of a device: what it merged itself needs no name to be known as own', () => {
  const merged = (seq: number): Mark => ({ seq: 2, stamp: stamp(seq, 'x', 50) });
  expect(outcome(merged(2), op(3, 'y', 9))).toEqual(['pushed']);
  expect(outcome(merged(4), op(3, 'y', 99))).toBe('already');
});

function tellingOf(text: Stamp): Testimony {
  const made = stamp(1, 'made', 1, 'other');
  return { entity: 'thing', id: 'a', stream: 's', values: { text: 'told' }, made, stamps: { text } };
}

describe('a value that is told against one of the backup, and bears a later time', () => {
  const judged = (mark: Mark, known: Readonly<Record<string, Taken>>) => {
    // A copy of the disk sent its op again, to another life of the service.
    const told = tellingOf(stamp(1, 'first', 99, 'copy'));
    return mergeTestimony(thing, row(mark), told, { began: 5, taken: (name) => known[name] ?? null });
  };
  const second = stamp(4, 'second', 50);
  const merged: Mark = { seq: 2, stamp: second };

  test('takes its place', () => {
    for (const known of [
      {},
      { second: { device: 'd', seq: 4 } },
      { first: { device: 'copy', seq: 1 }, second: { device: 'd', seq: 4 } },
      { first: { device: 'd', seq: 5 }, second: { device: 'd', seq: 4 } },
    ])
      expect(judged(merged, known)).toMatchObject({
        kind: 'applied',
        row: { values: { text: 'told' } },
        conflicts: [],
      });
  });

  test('does not come back over one that its own desk wrote after it; who shows it takes that one', () => {
    const chain = { first: { device: 'd', seq: 3 }, second: { device: 'd', seq: 4 } };
    for (const mark of [merged, { ...merged, told: true } as const]) {
      const verdict = judged(mark, chain);
      expect(verdict).toMatchObject({ kind: 'applied', touched: ['text'], conflicts: [] });
      expect(verdict).toHaveProperty('row.values.text', 'stored');
      expect(verdict).toHaveProperty('row.marks.text.stamp', { ...second, wall: 99, counter: 1 });
    }
  });
});

describe('a value that is told against one that was merged since the backup', () => {
  const since: Mark = { seq: 9, stamp: stamp(3, 'new', 50) };
  const telling = (name: string) => tellingOf(stamp(3, name, 9));
  const judged = (name: string, known: readonly string[]) => {
    const taken = (each: string) => (known.includes(each) ? { device: each, seq: 1 } : null);
    return mergeTestimony(thing, row(since), telling(name), { began: 5, taken });
  };

  test('is a conflict, also when both bear one number of one device', () => {
    const verdict = judged('old', ['new']);
    expect(verdict).toMatchObject({ kind: 'applied', conflicts: [{ id: 'old.text', values: { lost: 'told' } }] });
  });

  test('is left when its own op was merged before', () => {
    expect(judged('old', ['new', 'old'])).toEqual({ kind: 'already' });
  });

  test('is the same when its op is; of two times of it the later is told to all', () => {
    expect(judged('new', [])).toEqual({ kind: 'already' });
    const verdict = mergeTestimony(thing, row(since), tellingOf(stamp(3, 'new', 70)), { began: 5, taken: () => null });
    expect(verdict).toMatchObject({ kind: 'applied', touched: ['text'], conflicts: [] });
    expect(verdict).toHaveProperty('row.values.text', 'stored');
    expect(verdict).toHaveProperty('row.marks.text.stamp.wall', 70);
  });
});
