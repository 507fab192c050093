import { Crash } from './crash.ts';

/** Locks that are held to the end of a transaction. They cost nothing until `used` is set, while sessions take turns. */
export class Locks {
  used = false;
  readonly #holders = new Map<string, object>();
  readonly #held = new Map<object, string[]>();
  readonly #waits = new Map<object, { readonly key: string; readonly wake: () => void }>();

  async take(holder: object, key: string): Promise<void> {
    if (!this.used) return;
    while (this.#holders.has(key) && this.#holders.get(key) !== holder) {
      // A real database ends one of the two.
      if (this.#leadsTo(holder, key)) throw new Crash('deadlock');
      await new Promise<void>((wake) => this.#waits.set(holder, { key, wake }));
      this.#waits.delete(holder);
    }
    if (this.#holders.has(key)) return;
    this.#holders.set(key, holder);
    this.#held.set(holder, [...(this.#held.get(holder) ?? []), key]);
  }

  release(holder: object): void {
    const keys = this.#held.get(holder) ?? [];
    for (const key of keys) this.#holders.delete(key);
    this.#held.delete(holder);
    this.#waits.delete(holder);
    for (const { key, wake } of this.#waits.values()) if (keys.includes(key)) wake();
  }

  #leadsTo(holder: object, key: string): boolean {
    for (let at: string | undefined = key; at !== undefined;) {
      const next = this.#holders.get(at);
      if (next === holder) return true;
      at = next === undefined ? undefined : this.#waits.get(next)?.key;
    }
    return false;
  }
}
