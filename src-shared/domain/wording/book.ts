import AhoCorasick from 'modern-ahocorasick';
import { byPlace, type Stretch } from './cover.ts';
import { clausesOf, isWhole, type Clauses } from './edges.ts';
import { joined, type Found } from './join.ts';
import { readLetters, type Letters, type Reading } from './letters.ts';
import { Ink, parsePattern, type Joint, type Sets } from './pattern.ts';

/** For each list of phrases where they were found, in the order of their beginnings. */
export type FoundIn = (list: number) => readonly Found[];

export interface Book {
  find(letters: Letters): FoundIn;
}

interface BookPattern {
  readonly list: number;
  readonly joints: readonly Joint[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Which part of which pattern a literal is. */
interface Use {
  readonly pattern: number;
  readonly part: number;
}

/**
 * All phrases of a policy, looked for in one go. Phrases with particles are looked for among all letters, the others
 * among the letters that are no particles, so that 随啊便 is found and 说啦 is not 说.
 */
export function openBook(lists: readonly (readonly string[])[], sets: Sets, reading: Reading, particles: string): Book {
  const filler = new Set([...readLetters(particles, reading).chars].map((letter) => letter.charCodeAt(0)));
  const isSpoken = (literal: string): boolean => [...literal].some((letter) => filler.has(letter.charCodeAt(0)));
  const patterns: BookPattern[] = [];
  const uses = new Map<string, Use[]>();
  const ink = new Ink();
  lists.forEach((sources, list) => {
    for (const source of sources) {
      const read = parsePattern(source, sets, ink);
      if (!read.ok) continue; // The schema has refused it before.
      const { parts, atStart, atEnd } = read.value;
      const pattern = patterns.length;
      parts.forEach(({ literals }, part) => {
        for (const literal of new Set(literals.map((each) => readLetters(each, reading).chars))) {
          if (literal === '') continue;
          const there = uses.get(literal);
          if (there === undefined) uses.set(literal, [{ pattern, part }]);
          else there.push({ pattern, part });
        }
      });
      patterns.push({ list, joints: parts.flatMap(({ joint }) => joint ?? []), atStart, atEnd });
    }
  });
  const spoken = [...uses].filter(([literal]) => isSpoken(literal));
  const plain = [...uses].filter(([literal]) => !isSpoken(literal));
  const pages: Pages = { patterns, spoken: automatonOf(spoken), plain: automatonOf(plain), filler };
  return { find: (letters) => find(letters, pages) };
}

function automatonOf(entries: readonly (readonly [string, readonly Use[]])[]): Automaton {
  return {
    automaton: new AhoCorasick(entries.map(([literal]) => literal)),
    uses: entries.map(([, uses]) => uses),
  };
}

interface Automaton {
  readonly automaton: AhoCorasick;
  readonly uses: readonly (readonly Use[])[];
}

interface Pages {
  readonly patterns: readonly BookPattern[];
  readonly spoken: Automaton;
  readonly plain: Automaton;
  /** UTF-16 units of the particles. */
  readonly filler: ReadonlySet<number>;
}

/** Places of each part of a pattern. */
type Places = Map<number, Stretch[][]>;

function find(letters: Letters, { patterns, spoken, plain, filler }: Pages): FoundIn {
  const { chars } = letters;
  /** Where each letter that is no particle stands among all. */
  const positions: number[] = [];
  /** How many letters that are no particles lie before each letter. */
  const plainBefore: number[] = [];
  let plainChars = '';
  let run = 0;
  for (let index = 0; index < chars.length; index += 1) {
    plainBefore.push(positions.length);
    if (filler.has(chars.charCodeAt(index))) {
      plainChars += chars.slice(run, index);
      run = index + 1;
    } else positions.push(index);
  }
  plainChars += chars.slice(run);
  plainBefore.push(positions.length);

  let clauses: Clauses | undefined;
  const places: Places = new Map();
  const put = (each: Automaton, index: number, start: number, end: number): void => {
    if (!isWhole(letters, start, end)) return;
    for (const { pattern, part } of each.uses[index] ?? []) {
      const { joints = [], atStart = false, atEnd = false } = patterns[pattern] ?? {};
      if (part === 0 && atStart && !(clauses ??= clausesOf(letters, filler)).beginAt(start)) continue;
      if (part === joints.length && atEnd && !(clauses ??= clausesOf(letters, filler)).endAt(end)) continue;
      let parts = places.get(pattern);
      if (parts === undefined) places.set(pattern, (parts = []));
      (parts[part] ??= []).push({ start, end });
    }
  };
  if (positions.length < chars.length) {
    for (const { patternIndex, start, end } of spoken.automaton.search(chars)) put(spoken, patternIndex, start, end);
  }
  for (const { patternIndex, start, end } of plain.automaton.search(plainChars)) {
    put(plain, patternIndex, positions[start] ?? 0, (positions[end - 1] ?? 0) + 1);
  }

  const found = new Map<number, Found[]>();
  for (const [pattern, parts] of places) {
    const { list = -1, joints = [] } = patterns[pattern] ?? {};
    // Of most phrases with gaps only one part is there.
    if (joints.some((_joint, part) => parts[part] === undefined) || parts[joints.length] === undefined) continue;
    const here = found.get(list) ?? [];
    for (const each of joined(parts, joints, letters, plainBefore)) here.push(each);
    found.set(list, here);
  }
  for (const each of found.values()) each.sort(byPlace);
  return (list) => found.get(list) ?? [];
}
