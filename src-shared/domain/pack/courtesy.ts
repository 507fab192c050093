import type { ContactState } from '../contact/state.ts';
import { progressOf } from '../contact/state.ts';
import type { WordingChecker } from '../wording/check.ts';
import { findLine } from './offer.ts';
import type { Pack } from './schema.ts';
import { wordingsOf } from './wording.ts';

export type Courtesy = 'greeting' | 'thanks';

/** R-WRD-2: what none of the lines used in a chat has. Of what was typed outside of here nothing is known. */
export function lackingCourtesy(checker: WordingChecker, pack: Pack, state: ContactState): readonly Courtesy[] {
  const progress = progressOf(state);
  if (progress === null || state.phase === 'none' || state.head.channel !== 'chat') return [];
  const said = Object.entries(progress.linesUsed).flatMap(([id, { wordings = [0] }]) => {
    const line = findLine(pack, id);
    const texts = line === null ? [] : wordingsOf(line);
    return wordings.map((wording) => checker.courtesy([texts[wording] ?? '']));
  });
  const lacking: Courtesy[] = [];
  if (!said.some(({ greets }) => greets)) lacking.push('greeting');
  if (!said.some(({ closes }) => closes)) lacking.push('thanks');
  return lacking;
}
