/** What undoes a change, to be called in reverse order when a transaction fails. */
export class UndoLog {
  #undo: (() => void)[] | null = null;

  atomically<T>(work: () => T): T {
    if (this.#undo !== null) return work();
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      const result = work();
      this.#undo = null;
      return result;
    } catch (error) {
      this.#undo = null;
      for (const back of undo.reverse()) back();
      throw error;
    }
  }

  add(back: () => void): void {
    this.#undo?.push(back);
  }
}

/** A map whose changes go back with the transaction. Values are never changed in place. */
export class UndoMap<V> {
  readonly #map: Map<string, V>;
  readonly #log: UndoLog;

  constructor(log: UndoLog, from?: UndoMap<V>) {
    this.#map = new Map(from === undefined ? undefined : from.#map);
    this.#log = log;
  }

  get size(): number {
    return this.#map.size;
  }

  get(key: string): V | undefined {
    return this.#map.get(key);
  }

  has(key: string): boolean {
    return this.#map.has(key);
  }

  keys(): MapIterator<string> {
    return this.#map.keys();
  }

  values(): MapIterator<V> {
    return this.#map.values();
  }

  set(key: string, value: V): void {
    const map = this.#map;
    const before = map.get(key);
    this.#log.add(before === undefined ? () => map.delete(key) : () => map.set(key, before));
    map.set(key, value);
  }

  delete(key: string): void {
    const map = this.#map;
    const before = map.get(key);
    if (before === undefined) return;
    this.#log.add(() => map.set(key, before));
    map.delete(key);
  }
}
