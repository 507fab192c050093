import type { Pack } from '../schema.ts';
import { countWords, notesOf } from './notes.ts';

export type Worry = Pack['worries'][number];

/** The needs behind words that the customer keeps repeating, as far as they were noted (R-LST-5). */
export function worriesIn(
  pack: Pack,
  scenario: string | null,
  fields: Readonly<Record<string, string>>,
): readonly Worry[] {
  if (pack.worries.length === 0) return [];
  const notes = notesOf(pack, scenario, fields);
  return pack.worries.filter(({ words, times }) => countWords(notes, words) >= times);
}
