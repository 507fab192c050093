import { fieldsOf } from '../../case/fields.ts';
import type { Pack } from '../schema.ts';

/** What was noted while listening: the long texts of a form, in lower case. */
export function notesOf(pack: Pack, scenario: string | null, fields: Readonly<Record<string, string>>): string {
  return fieldsOf(pack, scenario)
    .filter(({ type }) => type === 'long-text')
    .map(({ id }) => fields[id] ?? '')
    .join('\n')
    .toLowerCase();
}

/** How often any of these words stands in a text; what one of them covers is not counted for another. */
export function countWords(text: string, words: readonly string[]): number {
  const longestFirst = words.map((word) => word.toLowerCase()).sort((one, other) => other.length - one.length);
  let count = 0;
  for (let at = 0; at < text.length;) {
    const word = longestFirst.find((candidate) => text.startsWith(candidate, at));
    if (word !== undefined) count += 1;
    at += word?.length ?? 1;
  }
  return count;
}
