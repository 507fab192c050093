import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PendingFields, type Written } from '#shared/domain/sync/desk/pending.ts';

const ROWS = ['a', 'b', 'c'];
const FIELDS = ['x', 'y', 'z'];

const step = fc.oneof(
  fc.record({ writes: fc.record({ id: fc.constantFrom(...ROWS), fields: fc.subarray(FIELDS) }) }),
  fc.record({ settles: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

/** What is open by the definition: the last op after `settled` on each field. */
function open(ops: readonly Written[], settled: number, id: string, field: string): number | null {
  return ops.findLast((op) => op.seq > settled && op.id === id && op.fields.includes(field))?.seq ?? null;
}

it('open fields that are followed from answer to answer are those that a look at all ops would find', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const ops: Written[] = [];
      let reads = 0;
      const outbox = {
        writtenAfter: (seq: number): readonly Written[] => {
          const after = ops.filter((op) => op.seq > seq);
          reads += after.length;
          return after;
        },
      };
      const pending = new PendingFields();
      let [settled, isBack] = [0, false];
      for (const each of steps) {
        if ('writes' in each) ops.push({ entity: 'case', seq: ops.length + 1, ...each.writes });
        else {
          const next = Math.floor(each.settles * ops.length);
          // A transaction that failed leaves less settled than was thought.
          isBack ||= next < settled;
          settled = next;
        }
        pending.follow(outbox, settled);
        for (const id of ROWS) {
          const row = { entity: 'case', id };
          const expected = FIELDS.filter((field) => open(ops, settled, id, field) !== null);
          expect(pending.fields(row).toSorted()).toEqual(expected);
          for (const field of FIELDS) expect(pending.op(row, field)).toBe(open(ops, settled, id, field));
        }
      }
      // However many answers there are, each op is read once.
      if (!isBack) expect(reads).toBeLessThanOrEqual(ops.length);
    }),
  );
});
