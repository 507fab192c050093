import type { EpochMs } from '#shared/base/clock.ts';

interface Row<Item> {
  readonly item: Item;
  /** The day that is named before it; `null` while it is still clear which. */
  readonly day: EpochMs | null;
}

/** Rows that go back in time: where they come to another day it is named. Today needs no name as long as it comes first. */
export function withDays<Item extends { readonly at: EpochMs }>(
  items: readonly Item[],
  now: EpochMs,
): readonly Row<Item>[] {
  const dayOf = (at: EpochMs): number => new Date(at).setHours(0, 0, 0, 0);
  return items.map((item, index) => {
    const above = items[index - 1]?.at ?? now;
    return { item, day: dayOf(item.at) === dayOf(above) ? null : item.at };
  });
}
