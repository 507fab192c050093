import { listChange, type ListChange } from '#shared/base/list-change.ts';

/** A list as the windows were last told it. */
export class ToldList<T extends { readonly id: string }> {
  #told: readonly T[] = [];

  get told(): readonly T[] {
    return this.#told;
  }

  /** What the windows must be told now that the list is `now`; `undefined` when they know it already. */
  follow(now: readonly T[]): ListChange<T> | undefined {
    const change = listChange(this.#told, now);
    if (change === null) return undefined;
    this.#told = now;
    return change;
  }
}
