import { fail, ok, type Result } from '../../base/result.ts';

/**
 * How a policy writes phrases. Signs between letters do not count, in phrases as in texts.
 *
 * `[x]` may be left out · `(a|b)` one of them · `{name}` one of a set of the policy · `*` up to eight letters of the same
 * clause (`*3`: up to three) · `~` the same, across commas · `/` here a clause ends · `^` and `$` where a clause begins and ends.
 */
export interface Pattern {
  readonly parts: readonly Part[];
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

interface Part {
  /** How this part follows the one before it; the first has none. */
  readonly joint: Joint | null;
  /** Every way of writing it, never empty. */
  readonly literals: readonly string[];
}

export interface Joint {
  readonly most: number;
  readonly within: 'clause' | 'sentence';
  /** A clause must end right here. */
  readonly atBreak: boolean;
}

export type Sets = Readonly<Record<string, readonly string[]>>;
type PatternFault = 'form-phrase' | 'no-such-set' | 'too-many-ways';
type Read<T> = Result<T, PatternFault>;

const USUAL_GAP = 8;
const LONGEST_GAP = 40;
/** A part that can be written in more ways would better be a set or two phrases. */
const MOST_LITERALS = 4_000;
const DEEPEST = 12;

const MOST_LETTERS = 1_000_000;

/** How many letters all phrases of a policy may come to, written out: parts of parts would fill any memory. */
export class Ink {
  #left = MOST_LETTERS;

  /** Whether there was enough for it. Even one of no letters takes some: it took time. */
  writes(text: string): boolean {
    this.#left -= 1 + text.length;
    return this.#left >= 0;
  }

  /** Each of the one with each of the other. */
  joins(heads: readonly string[], tails: readonly string[]): boolean {
    this.#left -= 1 + lengthOf(heads) * tails.length + lengthOf(tails) * heads.length;
    return this.#left >= 0;
  }
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

/** Signs do not count, so that a phrase of signs alone would never be found. */
const hasLetter = /[\p{L}\p{N}]/u;

const marks = /[[\](){}|^$*~/]/;

export function parsePattern(source: string, sets: Sets, ink: Ink): Read<Pattern> {
  if (!ink.writes(source)) return fail('too-many-ways');
  // Most phrases of a long list are just words.
  if (!marks.test(source)) {
    return !hasLetter.test(source)
      ? fail('form-phrase')
      : ok({ parts: [{ joint: null, literals: [source] }], atStart: false, atEnd: false });
  }
  const atStart = source.startsWith('^');
  const atEnd = source.endsWith('$');
  const body = source.slice(atStart ? 1 : 0, atEnd ? -1 : undefined);
  const parts: Part[] = [];
  let joint: Joint | null = null;
  for (const piece of body.split(/([*~]\d*|\/)/)) {
    const next = jointOf(piece);
    if (next !== null) {
      if (joint !== null || parts.length === 0) return fail('form-phrase');
      joint = next;
      continue;
    }
    const literals = waysOf(piece, { sets, ink }, 0);
    if (!literals.ok) return literals;
    if (literals.value.some((literal) => !hasLetter.test(literal))) return fail('form-phrase');
    parts.push({ joint, literals: literals.value });
    joint = null;
  }
  return ok({ parts, atStart, atEnd });
}

function jointOf(piece: string): Joint | null {
  if (piece === '/') return { most: 0, within: 'sentence', atBreak: true };
  const gap = /^([*~])(\d*)$/.exec(piece);
  if (gap === null) return null;
  const most = gap[2] === '' ? USUAL_GAP : Math.min(Number(gap[2]), LONGEST_GAP);
  return { most, within: gap[1] === '*' ? 'clause' : 'sentence', atBreak: false };
}

interface Around {
  readonly sets: Sets;
  readonly ink: Ink;
}

/** Every way in which a piece without gaps can be written. */
function waysOf(source: string, around: Around, depth: number): Read<readonly string[]> {
  if (depth > DEEPEST) return fail('form-phrase');
  const read = alternatives(source, 0, around, depth);
  if (!read.ok) return read;
  return read.value.end === source.length ? ok([...new Set(read.value.ways)]) : fail('form-phrase');
}

interface Ways {
  readonly ways: readonly string[];
  readonly end: number;
}

function alternatives(source: string, from: number, around: Around, depth: number): Read<Ways> {
  const all: string[] = [];
  let index = from;
  for (;;) {
    const one = sequence(source, index, around, depth);
    if (!one.ok) return one;
    all.push(...one.value.ways);
    index = one.value.end;
    if (source[index] !== '|') return ok({ ways: all, end: index });
    index += 1;
  }
}

function sequence(source: string, from: number, around: Around, depth: number): Read<Ways> {
  let ways: readonly string[] = [''];
  let index = from;
  while (index < source.length) {
    const atom = atomAt(source, index, around, depth);
    if (!atom.ok) return atom;
    if (atom.value === null) break;
    const { ways: more, end } = atom.value;
    if (ways.length * more.length > MOST_LITERALS) return fail('form-phrase');
    // Counted before it is written: one phrase alone could be too much.
    if (!around.ink.joins(ways, more)) return fail('too-many-ways');
    ways = ways.flatMap((way) => more.map((next) => way + next));
    index = end;
  }
  return ok({ ways, end: index });
}

function atomAt(source: string, index: number, around: Around, depth: number): Read<Ways | null> {
  const sign = source[index] ?? '';
  switch (sign) {
    case '|':
    case ')':
    case ']':
      return ok(null);
    case '(':
    case '[': {
      const inner = alternatives(source, index + 1, around, depth + 1);
      if (!inner.ok) return inner;
      const { ways, end } = inner.value;
      if (depth > DEEPEST || source[end] !== (sign === '(' ? ')' : ']')) return fail('form-phrase');
      return ok({ ways: sign === '[' ? ['', ...ways] : ways, end: end + 1 });
    }
    case '{': {
      const end = source.indexOf('}', index);
      const name = source.slice(index + 1, end);
      const { sets } = around;
      if (end < 0 || !Object.hasOwn(sets, name)) return fail('no-such-set');
      const ways: string[] = [];
      for (const member of sets[name] ?? []) {
        const read = waysOf(member, around, depth + 1);
        if (!read.ok) return read;
        // Sets of sets would grow beyond any bound.
        if (ways.length + read.value.length > MOST_LITERALS) return fail('form-phrase');
        ways.push(...read.value);
      }
      return ok({ ways, end: end + 1 });
    }
    case '}':
    case '^':
    case '$':
      return fail('form-phrase');
    default: {
      const rest = marks.exec(source.slice(index));
      const end = rest === null ? source.length : index + rest.index;
      return ok({ ways: [source.slice(index, end)], end });
    }
  }
}
