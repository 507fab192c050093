import AhoCorasick from 'modern-ahocorasick';
import { BREAK, breakWithin, readLetters, type Letters, type Reading } from './letters.ts';
import { parsePattern, type Joint, type Sets } from './pattern.ts';

/** Where a phrase was found, in letters. `head` is the end of its first part: what an exception has to cover at least. */
export interface Found {
  readonly start: number;
  readonly end: number;
  readonly head: number;
}

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

interface Place {
  readonly start: number;
  readonly end: number;
}

const latin = /[a-z0-9]/;

/**
 * All phrases of a policy, looked for in one go. Phrases with particles are looked for among all letters, the others
 * among the letters that are no particles, so that 随啊便 is found and 说啦 is not 说.
 */
export function openBook(lists: readonly (readonly string[])[], sets: Sets, reading: Reading, particles: string): Book {
  const filler = new Set([...readLetters(particles, reading).chars]);
  const patterns: BookPattern[] = [];
  const uses = new Map<string, Use[]>();
  lists.forEach((sources, list) => {
    for (const source of sources) {
      const read = parsePattern(source, sets);
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
  const spoken = [...uses].filter(([literal]) => [...literal].some((letter) => filler.has(letter)));
  const plain = [...uses].filter(([literal]) => ![...literal].some((letter) => filler.has(letter)));
  const automata = [spoken, plain].map((entries) => ({
    automaton: new AhoCorasick(entries.map(([literal]) => literal)),
    uses: entries.map(([, each]) => each),
  })) as [Automaton, Automaton];
  return { find: (letters) => find(letters, { patterns, automata, filler }) };
}

interface Automaton {
  readonly automaton: AhoCorasick;
  readonly uses: readonly (readonly Use[])[];
}

interface Pages {
  readonly patterns: readonly BookPattern[];
  readonly automata: readonly [Automaton, Automaton];
  readonly filler: ReadonlySet<string>;
}

/** Places of each part of a pattern. */
type Places = Map<number, Place[][]>;

function find(letters: Letters, { patterns, automata, filler }: Pages): FoundIn {
  const { chars } = letters;
  /** Where each letter that is no particle stands among all. */
  const positions: number[] = [];
  /** How many letters that are no particles lie before each letter. */
  const plainBefore: number[] = [];
  let plain = '';
  for (let index = 0; index < chars.length; index += 1) {
    plainBefore.push(positions.length);
    const letter = chars.charAt(index);
    if (filler.has(letter)) continue;
    positions.push(index);
    plain += letter;
  }
  plainBefore.push(positions.length);

  const places: Places = new Map();
  const put = (each: Automaton, index: number, start: number, end: number): void => {
    if (!isWhole(letters, start, end)) return;
    for (const { pattern, part } of each.uses[index] ?? []) {
      const { joints, atStart, atEnd } = patterns[pattern]!;
      if (part === 0 && atStart && !beginsClause(letters, start, filler)) continue;
      if (part === joints.length && atEnd && !endsClause(letters, end, filler)) continue;
      const parts = places.get(pattern) ?? [];
      (parts[part] ??= []).push({ start, end });
      places.set(pattern, parts);
    }
  };
  const [spoken, unspoken] = automata;
  for (const { patternIndex, start, end } of spoken.automaton.iterate(chars)) put(spoken, patternIndex, start, end);
  for (const { patternIndex, start, end } of unspoken.automaton.iterate(plain)) {
    put(unspoken, patternIndex, positions[start] ?? 0, (positions[end - 1] ?? 0) + 1);
  }

  const found = new Map<number, Found[]>();
  for (const [pattern, parts] of places) {
    const { list, joints } = patterns[pattern]!;
    const here = found.get(list) ?? [];
    here.push(...joined(parts, joints, letters, plainBefore));
    found.set(list, here);
  }
  for (const each of found.values()) each.sort(byPlace);
  return (list) => found.get(list) ?? [];
}

/** For each place of the first part the nearest way to have all parts, each at its distance from the one before. */
function joined(
  parts: readonly (readonly Place[] | undefined)[],
  joints: readonly Joint[],
  letters: Letters,
  plainBefore: readonly number[],
): readonly Found[] {
  let later: readonly (Place & { readonly last: number })[] = (parts[joints.length] ?? [])
    .map((place) => ({ ...place, last: place.end }))
    .sort(byPlace);
  for (let part = joints.length - 1; part >= 0; part -= 1) {
    const joint = joints[part]!;
    const next = later;
    later = [...(parts[part] ?? [])].sort(byPlace).flatMap((place) => {
      for (let index = firstFrom(next, place.end); index < next.length; index += 1) {
        const follower = next[index]!;
        const distance = (plainBefore[follower.start] ?? 0) - (plainBefore[place.end] ?? 0);
        if (distance > joint.most) break;
        if (fits(joint, breakWithin(letters, place.end - 1, follower.start + 1))) {
          return [{ ...place, last: follower.last }];
        }
      }
      return [];
    });
  }
  return later.map(({ start, end, last }) => ({ start, end: last, head: end }));
}

function fits({ atBreak, within }: Joint, between: number): boolean {
  if (atBreak) return between >= BREAK.clause;
  return between < (within === 'clause' ? BREAK.clause : BREAK.sentence);
}

/** By beginning, the longer first. */
function byPlace(a: Place, b: Place): number {
  return a.start - b.start || b.end - a.end;
}

/** The index of the first place that begins at `start` or later. */
function firstFrom(places: readonly Place[], start: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Not across lines, and not a part of a number or of a Latin word: 2100% is no 100%. */
function isWhole(letters: Letters, start: number, end: number): boolean {
  const { chars, before } = letters;
  const cut = (at: number): boolean =>
    before[at] === BREAK.none && latin.test(chars.charAt(at - 1)) && latin.test(chars.charAt(at));
  return !cut(start) && !cut(end) && breakWithin(letters, start, end) < BREAK.line;
}

function beginsClause({ chars, before }: Letters, start: number, filler: ReadonlySet<string>): boolean {
  let index = start;
  while (index > 0 && before[index] === BREAK.none && filler.has(chars.charAt(index - 1))) index -= 1;
  return index === 0 || before[index] !== BREAK.none;
}

function endsClause({ chars, before }: Letters, end: number, filler: ReadonlySet<string>): boolean {
  let index = end;
  while (index < chars.length && before[index] === BREAK.none && filler.has(chars.charAt(index))) index += 1;
  return index >= chars.length || before[index] !== BREAK.none;
}
