import { lineOf, progressOf, type ContactState, type HoldTally, type Line } from '../contact/state.ts';
import type { LineCondition, Pack, PackLine } from './schema.ts';

/** What is known of the surname (R-ANS-4): it decides whether it is asked for. */
export type SurnameKnown = 'known' | 'unknown' | 'declined';

export interface OfferedLine {
  readonly line: PackLine;
  /** How often it was said in this contact. */
  readonly used: number;
  /** Dimmed: it should not be said again (R-LST-1). */
  readonly spent: boolean;
  readonly soothing: boolean;
}

/**
 * The lines to offer now, in order: those of the situation if one is open, else those of the stage; soothing lines come
 * before everything while the mood asks for it (R-EMO-6) and the customer is the one who listens.
 */
export function offerLines(pack: Pack, state: ContactState, surname: SurnameKnown): readonly OfferedLine[] {
  const progress = progressOf(state);
  if (progress === null || state.phase === 'none') return [];
  const situation = pack.situations.find((candidate) => candidate.id === progress.situation);
  const soothe = moodLevel(pack, progress.mood) >= pack.soothing.fromLevel && progress.party === 'customer';
  const own = situation?.lines ?? pack.lines[progress.stage] ?? [];
  const facts = conditionFacts(pack, state, surname);
  const offer = (soothing: boolean) => (line: PackLine) => {
    const used = progress.linesUsed[line.id]?.times ?? 0;
    const waiting = lineOf(state)?.kind === 'hold' && line.id === pack.hold.consentLine;
    return { line, used, spent: waiting || (used > 0 && line.once === true), soothing };
  };
  const fitting = own.filter((line) => holds(line.when, facts));
  return [
    ...(soothe ? pack.soothing.lines.filter((line) => holds(line.when, facts)).map(offer(true)) : []),
    ...(situation?.id === pack.hold.situation ? consentFirst(pack, state, fitting) : fitting).map(offer(false)),
  ];
}

/** The wait begins with its line (R-HOLD-1): it stays in sight while it is being said, before the lines of the way back. */
function consentFirst(pack: Pack, state: ContactState, lines: readonly PackLine[]): readonly PackLine[] {
  const consent = lineOf(state)?.kind === 'hold' ? findLine(pack, pack.hold.consentLine) : null;
  const forThem = consent !== null && partyOf(consent) === progressOf(state)?.party;
  return consent === null || !forThem ? lines : [consent, ...lines.filter(({ id }) => id !== consent.id)];
}

/** Every line of a pack, wherever it is offered; no two have the same id. */
export function allLines(pack: Pack): readonly PackLine[] {
  return [
    ...Object.values(pack.lines).flat(),
    ...pack.situations.flatMap((situation) => situation.lines),
    ...pack.soothing.lines,
  ];
}

export function findLine(pack: Pack, id: string): PackLine | null {
  return allLines(pack).find((line) => line.id === id) ?? null;
}

/** For whom a line is: the customer, unless it says that it is for somebody else (R-OUT-3). */
export function partyOf(line: PackLine): 'customer' | 'other' {
  return line.when?.party ?? 'customer';
}

export function moodLevel(pack: Pack, mood: string | null): number {
  return pack.moods.find((candidate) => candidate.id === mood)?.level ?? 0;
}

interface ConditionFacts {
  readonly scenario: string | null;
  readonly direction: string;
  readonly channel: string;
  readonly party: string;
  readonly surname: SurnameKnown;
  readonly mood: number;
  readonly line: Line['kind'] | null;
  readonly lastHold: 'none' | 'within-limit' | 'over-limit';
  readonly silenceStep: number | null;
  readonly silenceRanOut: boolean;
  readonly department: 'chosen' | 'open';
  readonly callback: 'promised' | 'none';
}

function conditionFacts(
  pack: Pack,
  state: Exclude<ContactState, { phase: 'none' }>,
  surname: SurnameKnown,
): ConditionFacts {
  const progress = progressOf(state);
  const line = lineOf(state);
  const { scenario, direction, channel } = state.head;
  return {
    scenario,
    direction,
    channel,
    party: progress?.party ?? 'customer',
    surname,
    mood: moodLevel(pack, progress?.mood ?? null),
    line: line?.kind ?? null,
    lastHold: lastHold(line, progress?.holds),
    silenceStep: line?.kind === 'silent' ? line.step : null,
    silenceRanOut: line?.kind === 'silent' && line.ranOut,
    department: progress?.department ? 'chosen' : 'open',
    callback: progress !== null && progress.callbacks.length > 0 ? 'promised' : 'none',
  };
}

/** The sentence that brings the customer back stands ready while the wait still runs. */
function lastHold(line: Line | null, tally: HoldTally | undefined): ConditionFacts['lastHold'] {
  if (line?.kind === 'hold') return line.limitReached ? 'over-limit' : 'within-limit';
  if (!tally?.count) return 'none';
  return tally.lastOverLimit ? 'over-limit' : 'within-limit';
}

function holds(when: LineCondition | undefined, facts: ConditionFacts): boolean {
  if ((when?.party ?? 'customer') !== facts.party) return false;
  if (when === undefined) return true;
  return (
    (when.scenarios === undefined || (facts.scenario !== null && when.scenarios.includes(facts.scenario))) &&
    (when.direction === undefined || when.direction === facts.direction) &&
    (when.channel === undefined || when.channel === facts.channel) &&
    (when.surname === undefined || when.surname === facts.surname) &&
    (when.moodFrom === undefined || facts.mood >= when.moodFrom) &&
    (when.moodBelow === undefined || facts.mood < when.moodBelow) &&
    (when.line === undefined || when.line === facts.line) &&
    (when.lastHold === undefined || when.lastHold === facts.lastHold) &&
    (when.silenceStep === undefined || (when.silenceStep === facts.silenceStep && !facts.silenceRanOut)) &&
    (when.silenceRanOut === undefined || when.silenceRanOut === facts.silenceRanOut) &&
    (when.department === undefined || when.department === facts.department) &&
    (when.callback === undefined || when.callback === facts.callback)
  );
}
