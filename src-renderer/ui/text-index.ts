import { syllableOf } from './pinyin.ts';

/** What belongs to one item. */
export interface Indexed {
  /** Found by pinyin too. */
  readonly read: readonly string[];
  readonly also?: readonly string[];
}

/** With one letter nearly every text would be found. */
const LETTERS = /^[a-z0-9]{2,}$/;

/** One long text, and where in it each item ends. */
interface Column {
  readonly text: string;
  readonly ends: readonly number[];
}

/**
 * Finds texts by what they say, by the first letters of their pinyin and by all of them. Everything stands in one long text, in which a
 * browser finds a word in a fraction of a millisecond; made once, it is asked with each key.
 */
export class TextIndex {
  readonly #words: Column;
  readonly #initials: Column;
  readonly #pinyin: Column;
  /** Where a character begins in the pinyin: nobody looks for the middle of a syllable. */
  readonly #begins: Uint8Array;

  constructor(items: readonly Indexed[]) {
    this.#words = columnOf(items.map(({ read, also = [] }) => [...read, ...also].join('\n').toLowerCase()));
    const initials: string[] = [];
    const pinyin: string[] = [];
    const begins: number[] = [];
    let end = 0;
    for (const { read } of items) {
      let [letters, syllables] = ['', ''];
      for (const character of read.join('').toLowerCase()) {
        const syllable = syllableOf(character);
        if (syllable === '') continue;
        begins.push(end + syllables.length);
        letters += syllable.charAt(0);
        syllables += syllable;
      }
      initials.push(letters);
      pinyin.push(syllables);
      end += syllables.length + 1;
    }
    this.#initials = columnOf(initials);
    this.#pinyin = columnOf(pinyin);
    this.#begins = new Uint8Array(end);
    for (const at of begins) this.#begins[at] = 1;
  }

  /** The places of the items that have it, at most `limit`; those that say it first. `wanted` is in lower case. */
  find(wanted: string, limit: number): readonly number[] {
    const found = new Set<number>();
    if (wanted === '') return [];
    search(this.#words, wanted, limit, found);
    if (LETTERS.test(wanted)) {
      search(this.#initials, wanted, limit, found);
      search(this.#pinyin, wanted, limit, found, (at) => this.#begins[at] === 1);
    }
    return [...found];
  }
}

function columnOf(items: readonly string[]): Column {
  let end = 0;
  const ends = items.map((item) => (end += item.length + 1));
  return { text: `${items.join('\n')}\n`, ends };
}

function search(
  { text, ends }: Column,
  wanted: string,
  limit: number,
  found: Set<number>,
  counts: (at: number) => boolean = () => true,
): void {
  for (let at = text.indexOf(wanted); at !== -1 && found.size < limit;) {
    if (counts(at)) {
      const place = placeOf(ends, at);
      found.add(place);
      at = text.indexOf(wanted, ends[place]);
    } else at = text.indexOf(wanted, at + 1);
  }
}

/** Which item this place of the text belongs to. */
function placeOf(ends: readonly number[], at: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
