/** A stretch, `end` not counted. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Answers about many stretches, as fast for thousands as for one. */
export interface Cover {
  /** One of them lies over all of `start` … `end`. */
  readonly covers: (start: number, end: number) => boolean;
  /** One of them shares something with `start` … `end`. */
  readonly meets: (start: number, end: number) => boolean;
}

export function coverOf(stretches: readonly Stretch[]): Cover {
  const sorted = [...stretches].sort(byPlace);
  const farthest: number[] = [];
  for (const { end } of sorted) farthest.push(Math.max(end, farthest.at(-1) ?? 0));
  /** The farthest end of those that begin before `start`. */
  const reach = (start: number): number => farthest[firstFrom(sorted, start) - 1] ?? -1;
  return {
    covers: (start, end) => reach(start + 1) >= end,
    meets: (start, end) => reach(end) > start,
  };
}

/** By beginning, the longer first. */
export function byPlace(a: Stretch, b: Stretch): number {
  return a.start - b.start || b.end - a.end;
}

/** The index of the first stretch that begins at `start` or later; they are in the order of their beginnings. */
export function firstFrom(stretches: readonly Stretch[], start: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
