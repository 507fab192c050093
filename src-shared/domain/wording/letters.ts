import type { Fold } from './fold.ts';

/** What lies between two letters, the weightier counts: nothing, a space or symbol, the end of a clause, of a sentence, of a line. */
export const BREAK = { none: 0, space: 1, clause: 2, sentence: 3, line: 4 } as const;
export type Break = (typeof BREAK)[keyof typeof BREAK];

/**
 * The letters of a text as phrases are looked for in them: NFKC, lower case, simplified, without anything between them.
 * `start` and `end` lead back to UTF-16 indices of the text; all arrays are as long as `chars`, which has one UTF-16
 * unit or one surrogate pair a letter (then both units bear the same indices).
 */
export interface Letters {
  readonly chars: string;
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** What lies before each letter. */
  readonly before: readonly Break[];
}

const letter = /^[\p{L}\p{N}]$/u;
const invisible = /^[\p{M}\p{Cf}\p{Cc}\p{Cs}\p{Co}\p{Cn}]$/u;
const digit = /\d/;

const endsLine = new Set('\n\r\u2028\u2029');
const endsSentence = new Set('。！？!?;；｡');
const endsClause = new Set('，,、：:～~…—');

/** `keptSigns` count as letters (%), `skippedLetters` as signs (the long-vowel mark that serves as a dash). */
export interface Reading {
  readonly fold: Fold;
  readonly keptSigns: ReadonlySet<string>;
  readonly skippedLetters: ReadonlySet<string>;
}

export function readLetters(text: string, { fold, keptSigns, skippedLetters }: Reading): Letters {
  let chars = '';
  const start: number[] = [];
  const end: number[] = [];
  const before: Break[] = [];
  let gap: Break = BREAK.none;
  let index = 0;
  for (const sign of text) {
    const from = index;
    index += sign.length;
    const plainly = isIdeograph(sign.charCodeAt(0));
    for (const part of plainly ? sign : sign.normalize('NFKC').toLowerCase()) {
      if (((plainly || letter.test(part)) && !skippedLetters.has(part)) || keptSigns.has(part)) {
        const plain = fold(part);
        chars += plain;
        for (let unit = 0; unit < plain.length; unit += 1) {
          start.push(from);
          end.push(index);
          before.push(unit === 0 ? gap : BREAK.none);
        }
        gap = BREAK.none;
      } else {
        const weight = weightOf(sign, part, text, from, index);
        if (weight > gap) gap = weight;
      }
    }
  }
  return { chars, start, end, before };
}

/** Almost every character of a Chinese text: a letter that is its own normal form. */
function isIdeograph(code: number): boolean {
  return (code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf);
}

function weightOf(sign: string, part: string, text: string, from: number, to: number): Break {
  if (endsLine.has(part)) return BREAK.line;
  if (invisible.test(part)) return BREAK.none;
  if (endsSentence.has(part)) return BREAK.sentence;
  if (!endsClause.has(part) && !endsClause.has(sign)) return BREAK.space;
  // 1,000 and 15:30 are one thing.
  return digit.test(text.charAt(from - 1)) && digit.test(text.charAt(to)) ? BREAK.space : BREAK.clause;
}

/** The weightiest break between the letters of `from` … `to`, the one before `from` not counted. */
export function breakWithin({ before }: Letters, from: number, to: number): Break {
  let weight: Break = BREAK.none;
  for (let index = from + 1; index < to; index += 1) {
    const here = before[index] ?? BREAK.none;
    if (here > weight) weight = here;
  }
  return weight;
}
