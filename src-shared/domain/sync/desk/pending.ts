import { keyOf } from '../op.ts';
import type { DeskStore, RowName } from './store.ts';

/** The fields that own ops have written and whose result is not known yet: by row, with the last op of each. */
export class PendingFields {
  readonly #rows = new Map<string, Map<string, number>>();

  constructor(store: DeskStore, after: number) {
    for (const written of store.writtenAfter(after)) {
      const key = keyOf(written);
      const fields = this.#rows.get(key) ?? new Map<string, number>();
      for (const field of written.fields) fields.set(field, written.seq);
      this.#rows.set(key, fields);
    }
  }

  /** The last own op on a field, or `null` when the field is the service's. */
  op(row: RowName, field: string): number | null {
    return this.#rows.get(keyOf(row))?.get(field) ?? null;
  }

  fields(row: RowName): readonly string[] {
    return [...(this.#rows.get(keyOf(row))?.keys() ?? [])];
  }
}
