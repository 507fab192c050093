import { targetOf } from '../merge.ts';
import { keyOf, valuesOf, type Op } from '../op.ts';
import type { DeskStore, RowName } from './store.ts';

const PAGE = 1_000;

/** The fields that own ops have written and whose result is not known yet: by row, with the last op of each. */
export class PendingFields {
  readonly #rows = new Map<string, Map<string, number>>();

  constructor(store: DeskStore, after: number) {
    for (let seq = after; ;) {
      const ops = store.opsAfter(seq, PAGE);
      for (const op of ops) this.#add(store, op);
      const last = ops.at(-1);
      if (last === undefined) return;
      seq = last.seq;
    }
  }

  /** The last own op on a field, or `null` when the field is the service's. */
  op(row: RowName, field: string): number | null {
    return this.#rows.get(keyOf(row))?.get(field) ?? null;
  }

  fields(row: RowName): readonly string[] {
    return [...(this.#rows.get(keyOf(row))?.keys() ?? [])];
  }

  #add(store: DeskStore, op: Op): void {
    const id = targetOf({ op, hash: store.hashOf(op.seq) ?? '' });
    const key = keyOf({ entity: op.entity, id });
    const fields = this.#rows.get(key) ?? new Map<string, number>();
    for (const field of Object.keys(valuesOf(op))) fields.set(field, op.seq);
    this.#rows.set(key, fields);
  }
}
