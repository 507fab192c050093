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
 * The fields that own ops have written and whose result is not known yet: by row, what its ops wrote. Lives as long as the desk has its
 * name: a branch that was away for days has many thousands of them, and each answer settles a few.
 */
export class PendingFields {
  /** Nearly all rows have an op or two. */
  readonly #rows = new Map<string, Written[]>();
  /** What was read, in the order of the ops. */
  #read: Written[] = [];
  #settled = 0;
  #last = 0;

  /** Brings it up to date: ops up to `settled` are the service's by now, and others may have been made. */
  follow(outbox: Outbox, settled: number): this {
    if (settled < this.#settled) this.#forget();
    this.#settled = settled;
    this.#drop();
    for (const written of outbox.writtenAfter(Math.max(this.#last, settled))) {
      const key = keyOf(written);
      const ops = this.#rows.get(key);
      if (ops === undefined) this.#rows.set(key, [written]);
      else ops.push(written);
      this.#read.push(written);
      this.#last = written.seq;
    }
    return this;
  }

  /** The last own op on a field, or `null` when the field is the service's. */
  op(row: RowName, field: string): number | null {
    return this.#rows.get(keyOf(row))?.findLast(({ fields }) => fields.includes(field))?.seq ?? null;
  }

  fields(row: RowName): readonly string[] {
    const [first, ...later] = this.#rows.get(keyOf(row)) ?? [];
    if (first === undefined) return [];
    return later.length === 0 ? first.fields : [...new Set([first, ...later].flatMap(({ fields }) => fields))];
  }

  #drop(): void {
    const still = this.#read.findIndex(({ seq }) => seq > this.#settled);
    for (const written of this.#read.splice(0, still < 0 ? this.#read.length : still)) {
      const key = keyOf(written);
      const ops = this.#rows.get(key);
      // Each row's come in the same order.
      ops?.shift();
      if (ops?.length === 0) this.#rows.delete(key);
    }
  }

  #forget(): void {
    this.#rows.clear();
    this.#read = [];
    this.#last = 0;
  }
}
