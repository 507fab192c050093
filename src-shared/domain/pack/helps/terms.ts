import type { Pack } from '../schema.ts';

export type Term = Pack['glossary'][number];

/** Where a word of the trade stands in a text: UTF-16 units, `end` not included. */
export interface FoundTerm {
  readonly start: number;
  readonly end: number;
  readonly term: Term;
}

interface Entry {
  readonly words: string;
  readonly term: Term;
}

type Index = ReadonlyMap<string, readonly Entry[]>;

const indexes = new WeakMap<readonly Term[], Index>();
const PART_OF_WORD = /[a-z0-9]/;

/** The words of the glossary in a text, the longest first where one is a part of another; each place once (R-SAY-2). */
export function findTerms(glossary: readonly Term[], text: string): readonly FoundTerm[] {
  const index = indexOf(glossary);
  const lower = text.toLowerCase();
  // A few letters get longer in lower case: places would not fit any more.
  if (index.size === 0 || lower.length !== text.length) return [];
  const found: FoundTerm[] = [];
  for (let at = 0; at < lower.length;) {
    const entry = index.get(lower.charAt(at))?.find(({ words }) => isAt(lower, words, at));
    if (entry !== undefined) found.push({ start: at, end: at + entry.words.length, term: entry.term });
    at += entry?.words.length ?? 1;
  }
  return found;
}

/** `AR` is not in `WARN`; Chinese has no borders between its words. */
function isAt(text: string, words: string, at: number): boolean {
  if (!text.startsWith(words, at)) return false;
  const cutsFirst = PART_OF_WORD.test(words.charAt(0)) && PART_OF_WORD.test(text.charAt(at - 1));
  const end = at + words.length;
  return !cutsFirst && !(PART_OF_WORD.test(words.at(-1) ?? '') && PART_OF_WORD.test(text.charAt(end)));
}

function indexOf(glossary: readonly Term[]): Index {
  const known = indexes.get(glossary);
  if (known !== undefined) return known;
  const entries = glossary
    .flatMap((term) => [term.term, ...(term.also ?? [])].map((words) => ({ words: words.toLowerCase(), term })))
    .sort((one, other) => other.words.length - one.words.length);
  const index = new Map<string, Entry[]>();
  for (const entry of entries) {
    const first = entry.words.charAt(0);
    index.set(first, [...(index.get(first) ?? []), entry]);
  }
  indexes.set(glossary, index);
  return index;
}
