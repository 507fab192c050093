/**
 * Goes round over all of a set that changes meanwhile, a share at a time, so that each is come to about once a round and what is done to
 * all of them is never done at once.
 */
export class Shares<Item> {
  readonly #items: { readonly size: number; keys(): Iterator<Item> };
  readonly #shares: number;
  #next: Iterator<Item>;
  #due = 0;

  /** A round has so many shares. */
  constructor(items: { readonly size: number; keys(): Iterator<Item> }, shares: number) {
    this.#items = items;
    this.#shares = shares;
    this.#next = items.keys();
  }

  /** Those whose turn it is. */
  *share(): Iterable<Item> {
    for (this.#due += this.#items.size / this.#shares; this.#due >= 1; this.#due -= 1) {
      const step = this.#step();
      if (step.done === true) return;
      yield step.value;
    }
  }

  #step(): IteratorResult<Item> {
    const step = this.#next.next();
    if (step.done !== true) return step;
    this.#next = this.#items.keys();
    return this.#next.next();
  }
}
