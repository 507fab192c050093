import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedList, listChange } from '../../src-shared/base/list-change.ts';

const item = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  name: fc.constantFrom('甲', '乙', ''),
  inner: fc.oneof(fc.constant(null), fc.record({ list: fc.array(fc.nat(2), { maxLength: 2 }) })),
});
const list = fc.uniqueArray(item, { selector: ({ id }) => id });

test('from the list as it was and the change, the list as it is', () => {
  fc.assert(
    fc.property(list, list, (before, after) => {
      const change = listChange(before, after);
      if (change === null) expect(after).toEqual(before);
      else expect(changedList(before, change)).toEqual(after);
    }),
    { numRuns: 2_000 },
  );
});

test('what did not change is neither told nor made anew', () => {
  fc.assert(
    fc.property(list, fc.nat(), (before, which) => {
      fc.pre(before.length > 0);
      const at = which % before.length;
      const after = structuredClone(before).map((each, place) => (place === at ? { ...each, name: '丙' } : each));
      const change = listChange(before, after);
      expect(change).toEqual({ gone: [], put: [{ at, item: { id: after[at]!.id, name: '丙' } }] });
      const kept = changedList(before, change!).filter((each, place) => each === before[place]);
      expect(kept.length).toBe(before.length - 1);
      expect(listChange(before, structuredClone(before))).toBeNull();
    }),
  );
});
