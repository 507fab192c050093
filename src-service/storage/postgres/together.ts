import { setImmediate as round } from 'node:timers/promises';

/**
 * Asks once for all who want to know in the same round of the process. Nobody is told what was read before it asked: who comes while an
 * answer is on its way is in the next one.
 */
export class Together<Wish, Told> {
  readonly #ask: (wishes: readonly Wish[]) => Promise<readonly Told[]>;
  #gathering: { readonly wishes: Wish[]; readonly answers: Promise<readonly Told[]> } | null = null;

  /** `ask` gives one answer for each wish, in their order. */
  constructor(ask: (wishes: readonly Wish[]) => Promise<readonly Told[]>) {
    this.#ask = ask;
  }

  async of(wish: Wish): Promise<Told> {
    this.#gathering ??= this.#gather();
    const { wishes, answers } = this.#gathering;
    const place = wishes.push(wish) - 1;
    const told = (await answers)[place];
    if (told === undefined) throw new Error('no answer for a wish');
    return told;
  }

  #gather(): { readonly wishes: Wish[]; readonly answers: Promise<readonly Told[]> } {
    const wishes: Wish[] = [];
    const answers = round().then(() => {
      this.#gathering = null;
      return this.#ask(wishes);
    });
    return { wishes, answers };
  }
}
