/** Rows kept at most; beyond that they are forgotten and asked for again. */
const MOST = 2_000;

/** Gives out memories; who hands them out decides when they forget. */
export interface Memories {
  memory<Key, Row>(): Memory<Key, Row>;
}

/**
 * Rows that this process has read or written, so that a command does not ask for them again. It may: the folder lock keeps every
 * other writer away, whoever writes a row puts or drops it here in the same breath, and a transaction that fails makes the store
 * forget everything (`Store.forget`). Rows are readonly: who gets the same object again knows that nothing has changed.
 */
export class Memory<Key, Row> {
  readonly #rows = new Map<Key, Row>();

  /** The row as it is known, else as `read` finds it. */
  of(key: Key, read: (key: Key) => Row): Row {
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row = read(key);
    this.put(key, row);
    return row;
  }

  put(key: Key, row: Row): void {
    if (this.#rows.size >= MOST) this.#rows.clear();
    this.#rows.set(key, row);
  }

  drop(key: Key): void {
    this.#rows.delete(key);
  }

  forget(): void {
    this.#rows.clear();
  }
}
