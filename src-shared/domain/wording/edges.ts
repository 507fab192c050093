import { BREAK, breakWithin, type Letters } from './letters.ts';

const latin = /[a-z0-9]/;

/** Not across lines, and not a part of a number or of a Latin word: 2100% is no 100%. */
export function isWhole(letters: Letters, start: number, end: number): boolean {
  const { chars, before } = letters;
  const cut = (at: number): boolean =>
    before[at] === BREAK.none && latin.test(chars.charAt(at - 1)) && latin.test(chars.charAt(at));
  return !cut(start) && !cut(end) && breakWithin(letters, start, end) < BREAK.line;
}

/** Particles before it do not count: 啊，我不管. */
export function beginsClause({ chars, before }: Letters, start: number, filler: ReadonlySet<string>): boolean {
  let index = start;
  while (index > 0 && before[index] === BREAK.none && filler.has(chars.charAt(index - 1))) index -= 1;
  return index === 0 || before[index] !== BREAK.none;
}

export function endsClause({ chars, before }: Letters, end: number, filler: ReadonlySet<string>): boolean {
  let index = end;
  while (index < chars.length && before[index] === BREAK.none && filler.has(chars.charAt(index))) index += 1;
  return index >= chars.length || before[index] !== BREAK.none;
}
