import { keyOf } from '../op.ts';

interface RowName {
  readonly entity: string;
  readonly id: string;
}

/** The fields that an own op gave to a row; an item is named by its op. */
export interface Written extends RowName {
  readonly seq: number;
  readonly fields: readonly string[];
}

interface Outbox {
  /** What ops after `seq` wrote, in their order. */
  writtenAfter(seq: number): readonly Written[];
}

/**
 * The fields that own ops have written and whose result is not known yet: by row, with the last op of each. Lives as long as the desk
 * has its name: a branch that was away for days has many thousands of them, and each answer settles a few.
 */
export class PendingFields {
  readonly #rows = new Map<string, Map<string, number>>();
  /** What was read, in the order of the ops. */
  #read: { readonly seq: number; readonly key: string }[] = [];
  #settled = 0;
  #last = 0;

  /** Brings it up to date: ops up to `settled` are the service's by now, and others may have been made. */
  follow(outbox: Outbox, settled: number): this {
    if (settled < this.#settled) this.#forget();
    this.#settled = settled;
    this.#drop();
    for (const written of outbox.writtenAfter(Math.max(this.#last, settled))) {
      const key = keyOf(written);
      const fields = this.#rows.get(key) ?? new Map<string, number>();
      for (const field of written.fields) fields.set(field, written.seq);
      this.#rows.set(key, fields);
      this.#read.push({ seq: written.seq, key });
      this.#last = written.seq;
    }
    return this;
  }

  /** The last own op on a field, or `null` when the field is the service's. */
  op(row: RowName, field: string): number | null {
    return this.#rows.get(keyOf(row))?.get(field) ?? null;
  }

  fields(row: RowName): readonly string[] {
    return [...(this.#rows.get(keyOf(row))?.keys() ?? [])];
  }

  #drop(): void {
    const still = this.#read.findIndex(({ seq }) => seq > this.#settled);
    for (const { key } of this.#read.splice(0, still < 0 ? this.#read.length : still)) {
      const fields = this.#rows.get(key);
      for (const [field, seq] of fields ?? []) if (seq <= this.#settled) fields?.delete(field);
      if (fields?.size === 0) this.#rows.delete(key);
    }
  }

  #forget(): void {
    this.#rows.clear();
    this.#read = [];
    this.#last = 0;
  }
}
