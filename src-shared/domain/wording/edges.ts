import { BREAK, breakWithin, type Letters } from './letters.ts';

const latin = /[a-z0-9]/;

/** Not across lines, and not a part of a number or of a Latin word: 2100% is no 100%. */
export function isWhole(letters: Letters, start: number, end: number): boolean {
  const { chars, before } = letters;
  const cut = (at: number): boolean =>
    before[at] === BREAK.none && latin.test(chars.charAt(at - 1)) && latin.test(chars.charAt(at));
  return !cut(start) && !cut(end) && breakWithin(letters, start, end) < BREAK.line;
}

export interface Clauses {
  readonly beginAt: (letter: number) => boolean;
  readonly endAt: (letter: number) => boolean;
}

/** Where clauses begin and end; a particle does not keep a phrase from either: 啊，我不管嘛。 */
export function clausesOf({ chars, before }: Letters, particles: ReadonlySet<number>): Clauses {
  const { length } = chars;
  const begins: boolean[] = [];
  for (let index = 0; index < length; index += 1) {
    const afterParticle = particles.has(chars.charCodeAt(index - 1)) && begins[index - 1] === true;
    begins.push(index === 0 || before[index] !== BREAK.none || afterParticle);
  }
  const ends: boolean[] = [true];
  for (let index = length - 1; index >= 0; index -= 1) {
    const beforeParticle = particles.has(chars.charCodeAt(index)) && ends[length - index - 1] === true;
    ends.push(before[index] !== BREAK.none || beforeParticle);
  }
  return {
    beginAt: (letter) => begins[letter] === true,
    endAt: (letter) => ends[length - letter] === true,
  };
}
