import { lineOf, progressOf, type ContactState, type HoldTally, type Line } from '../contact/state.ts';
import { holds, type ExpressionFacts } from './expression/evaluate.ts';
import { expressionOf } from './expression/expression-of.ts';
import type { Pack } from './schema.ts';
import { NONE } from './vocabulary.ts';

/** What is known of the surname (R-ANS-4): it decides whether it is asked for. */
export type SurnameKnown = 'known' | 'unknown' | 'declined';

/** When the customer was in contact last: on the day of this contact (R-ANS-6), within the pack's days (R-ANS-7), or not. */
export type Standing = 'new' | 'returning' | 'same-day';

/** What a contact is about, beside the contact itself. */
export interface Matter {
  readonly surname: SurnameKnown;
  readonly standing: Standing;
  readonly fields: Readonly<Record<string, string>>;
}

/** The facts of this moment for the expressions of the pack. */
export function circumstances(pack: Pack, state: ContactState, matter: Matter): ExpressionFacts {
  const progress = progressOf(state);
  const line = lineOf(state);
  const head = state.phase === 'none' ? null : state.head;
  const values: Readonly<Record<string, string | number | boolean>> = {
    scenario: head?.scenario ?? NONE,
    direction: head?.direction ?? NONE,
    channel: head?.channel ?? NONE,
    surname: matter.surname,
    customer: matter.standing,
    mood: moodLevel(pack, progress?.mood ?? null),
    line: line?.kind ?? NONE,
    lastHold: lastHold(line, progress?.holds),
    holds: progress?.holds.count ?? 0,
    holdsOverLimit: progress?.holds.overLimit ?? 0,
    silenceStep: line?.kind === 'silent' && !line.ranOut ? line.step : 0,
    silenceRanOut: line?.kind === 'silent' && line.ranOut,
    drops: progress?.drops ?? 0,
    department: progress?.department ? 'chosen' : 'open',
    callback: progress !== null && progress.callbacks.length > 0 ? 'promised' : NONE,
  };
  return {
    value: (fact) =>
      fact.startsWith('case.') ? (own(matter.fields, fact.slice('case.'.length)) ?? '') : (own(values, fact) ?? ''),
    said: (id) => own(progress?.linesUsed ?? {}, id) !== undefined,
    reached: (stage) => progress?.visited.includes(stage) ?? false,
  };
}

/** Whether a condition of the pack holds; one that is not given does. */
export function applies(when: string | undefined, facts: ExpressionFacts): boolean {
  return when === undefined || holds(expressionOf(when), facts);
}

export function moodLevel(pack: Pack, mood: string | null): number {
  return pack.moods.find((candidate) => candidate.id === mood)?.level ?? 0;
}

function own<T>(of: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

/** The sentence that brings the customer back stands ready while the wait still runs. */
function lastHold(line: Line | null, tally: HoldTally | undefined): 'none' | 'within-limit' | 'over-limit' {
  if (line?.kind === 'hold') return line.limitReached ? 'over-limit' : 'within-limit';
  if (!tally?.count) return NONE;
  return tally.lastOverLimit ? 'over-limit' : 'within-limit';
}
