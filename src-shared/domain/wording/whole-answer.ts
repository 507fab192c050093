import { readLetters, type Letters, type Reading } from './letters.ts';
import type { WordingContext, WordingPolicy } from './policy.ts';

type Answer = WordingPolicy['answers'][number];

/** Longer than any bare interjection, however often it is repeated. */
const LONGEST = 60;

/** Says which bare interjection is the whole of a text, alone, repeated or together with particles; `null`: none. */
export function wholeAnswer(
  answers: readonly Answer[],
  particles: string,
  reading: Reading,
): (letters: Letters, context: WordingContext) => Answer | null {
  const lettersOf = (word: string): string => readLetters(word, reading).chars;
  const filler = new Set([...lettersOf(particles)]);
  const words = answers
    .flatMap((answer) => answer.words.map((word) => ({ word: lettersOf(word), answer })))
    .filter(({ word }) => word !== '')
    .sort((a, b) => b.word.length - a.word.length);

  return ({ chars }, context) => {
    if (chars.length === 0 || chars.length > LONGEST) return null;
    let first: Answer | null = null;
    for (let index = 0; index < chars.length;) {
      const next = words.find(
        ({ word, answer }) => chars.startsWith(word, index) && answer.contexts.some((each) => each === context),
      );
      if (next !== undefined) first ??= next.answer;
      else if (!filler.has(chars.charAt(index))) return null;
      index += next?.word.length ?? 1;
    }
    return first;
  };
}
