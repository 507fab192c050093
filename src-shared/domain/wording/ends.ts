import { coverOf, type Stretch } from './cover.ts';
import { BREAK, type Break, type Letters } from './letters.ts';

/** Where clauses and sentences of a text begin and end; within marks they do not. */
export class Ends {
  readonly #letters: Letters;
  readonly #length: number;
  /** For each letter where the clause or sentence ends in which it lies. */
  readonly #clause: readonly number[];
  readonly #sentence: readonly number[];

  constructor(letters: Letters, quoted: readonly Stretch[], length: number) {
    this.#letters = letters;
    this.#length = length;
    const { covers } = coverOf(quoted);
    const endings = (weight: Break): readonly number[] => {
      const { start, before } = letters;
      const ends: number[] = [];
      let end = length;
      for (let index = start.length - 1; index >= 0; index -= 1) {
        ends.push(end);
        const at = start[index] ?? 0;
        if ((before[index] ?? BREAK.none) >= weight && !covers(at - 1, at + 1)) end = at;
      }
      return ends.reverse();
    };
    this.#clause = endings(BREAK.clause);
    this.#sentence = endings(BREAK.sentence);
  }

  /** The end of the clause or sentence of what follows an introduction. */
  next(from: number, until: 'clause' | 'sentence'): number {
    const first = this.#firstLetter(from);
    // A sentence ends here; a mere comma belongs to the introduction: 客户说，……
    if ((this.#letters.before[first] ?? BREAK.none) >= BREAK.sentence) return from;
    return (until === 'clause' ? this.#clause : this.#sentence)[first] ?? this.#length;
  }

  /** Whether a mark opens at most `reach` letters after `from`, in the same clause. */
  near(from: number, mark: number, reach: number): boolean {
    const { start, before } = this.#letters;
    const first = this.#firstLetter(from);
    let index = first;
    while (index < start.length && (start[index] ?? 0) < mark) {
      if (index - first >= reach || (before[index] ?? BREAK.none) >= BREAK.clause) return false;
      index += 1;
    }
    return true;
  }

  beginsClause(at: number): boolean {
    return (this.#letters.before[this.#firstLetter(at)] ?? BREAK.none) >= BREAK.clause;
  }

  /** Where the first letter after `from` begins. */
  firstAfter(from: number): number {
    return this.#letters.start[this.#firstLetter(from)] ?? this.#length;
  }

  /** The first letter that begins at `from` or later. */
  #firstLetter(from: number): number {
    const { start } = this.#letters;
    let [low, high] = [0, start.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((start[middle] ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
