import { readWords } from './combine.ts';
import { cutIntoWords } from './lexicon.ts';
import type { Token } from './meaning.ts';
import { ask, presentOf, type PromiseTimeContext } from './moment.ts';
import { normalise } from './normalise.ts';
import type { Reading } from './reading.ts';

export type { PromiseTimeContext } from './moment.ts';
export type { AskReason, EpochMs, NoneReason, PartKind, Precision, Reading } from './reading.ts';
export { longestText } from './normalise.ts';

/**
 * Reads a time in words as the deadline of a promise (R-CB-6): 明天下午三点, 三个工作日内, 40m, friday 10:00.
 *
 * The answer is a time, a question with candidates, or no time at all. A time is always later than `now` (both in epoch
 * ms); every part of the text was understood or is asked about. Any text is answered, and none throws; the context must
 * be sound: a finite `now`, a time zone the host knows, a policy that its schema accepted.
 */
export function readPromiseTime(text: string, context: PromiseTimeContext): Reading {
  const normalised = normalise(text);
  switch (normalised.kind) {
    case 'empty':
      return { kind: 'none', reason: 'empty' };
    case 'too-long':
      return ask('too-long', [], normalised.beginning, presentOf(context));
    case 'text':
      return readWords(connected(cutIntoWords(normalised.text, context.policy)), presentOf(context));
  }
}

/** `between 2 and 4pm` is a range, any other `and` says nothing. */
function connected(tokens: readonly Token[]): readonly Token[] {
  const between = tokens.findIndex(({ meaning }) => meaning.kind === 'between');
  const joint = between < 0 ? -1 : tokens.findIndex(({ meaning }, index) => index > between && meaning.kind === 'and');
  return tokens.map((token, index): Token => {
    const { kind } = token.meaning;
    if (index === joint) return { ...token, meaning: { kind: 'to' } };
    if (kind === 'and' || (kind === 'between' && joint >= 0)) return { ...token, meaning: { kind: 'filler' } };
    return kind === 'between' ? { ...token, meaning: { kind: 'unknown' } } : token;
  });
}
