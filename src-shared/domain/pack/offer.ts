import { lineOf, progressOf, type ContactState } from '../contact/state.ts';
import { applies, circumstances, moodLevel, type Matter } from './circumstances.ts';
import { worriesIn } from './helps/worries.ts';
import { remediesFor } from './remedies.ts';
import type { Pack, PackLine } from './schema.ts';
import { allLines } from './vocabulary.ts';

export interface OfferedLine {
  readonly line: PackLine;
  /** How often it was said in this contact. */
  readonly used: number;
  /** Dimmed: it should not be said again (R-LST-1). */
  readonly spent: boolean;
  readonly soothing: boolean;
  /** It answers a worry behind what was noted (R-LST-5). */
  readonly worry: boolean;
}

const DIGITS = 9;
const NONE_DISMISSED: ReadonlySet<string> = new Set();

/**
 * The lines to offer now, in order: those of the situation if one is open, else those of the stage; soothing lines come
 * before everything while the mood asks for it (R-EMO-6) and the customer is the one who listens, and after the lines of a
 * situation of the line itself: whoever is not heard, is gone or waits is told that first. What answers a worry comes last:
 * notes are being typed, and no line changes its place under a finger.
 */
export function offerLines(
  pack: Pack,
  state: ContactState,
  matter: Matter,
  dismissed: ReadonlySet<string> = NONE_DISMISSED,
): readonly OfferedLine[] {
  const progress = progressOf(state);
  if (progress === null || state.phase === 'none') return [];
  const situation = pack.situations.find((candidate) => candidate.id === progress.situation);
  const soothe = moodLevel(pack, progress.mood) >= pack.soothing.fromLevel && progress.party === 'customer';
  const own = situation?.lines ?? pack.lines[progress.stage] ?? [];
  const facts = circumstances(pack, state, matter);
  const fits = (line: PackLine): boolean => partyOf(line) === progress.party && applies(line.when, facts);
  const offer = (soothing: boolean, worry: boolean) => (line: PackLine) => {
    const used = progress.linesUsed[line.id]?.times ?? 0;
    const waiting = lineOf(state)?.kind === 'hold' && line.id === pack.hold.consentLine;
    return { line, used, spent: waiting || (used > 0 && line.once === true), soothing, worry };
  };
  const fitting = own.filter(fits);
  const soothing = soothe ? pack.soothing.lines.filter(fits).map(offer(true, false)) : [];
  const waits = situation?.id === pack.hold.situation;
  const ofHere = (waits ? consentFirst(pack, state, fitting) : fitting).map(offer(false, false));
  const here = waits || situation?.line !== undefined ? [...ofHere, ...soothing] : [...soothing, ...ofHere];
  const remedies = remediesFor(pack, matter.fields) === null ? [] : (pack.remedies?.lines ?? []).filter(fits);
  return [
    ...here,
    // As far as there are digits for them.
    ...remedies.slice(0, Math.max(0, DIGITS - here.length)).map(offer(false, false)),
    ...worriesIn(pack, state.head.scenario, matter.fields)
      .filter(({ id }) => !dismissed.has(id))
      .flatMap(({ lines }) => lines.filter(fits))
      .map(offer(false, true)),
  ];
}

/** The wait begins with its line (R-HOLD-1): it stays in sight while it is being said, before the lines of the way back. */
function consentFirst(pack: Pack, state: ContactState, lines: readonly PackLine[]): readonly PackLine[] {
  const consent = lineOf(state)?.kind === 'hold' ? findLine(pack, pack.hold.consentLine) : null;
  const forThem = consent !== null && partyOf(consent) === progressOf(state)?.party;
  return consent === null || !forThem ? lines : [consent, ...lines.filter(({ id }) => id !== consent.id)];
}

/** A pack is never changed: its lines are put in order by id once. */
const linesById = new WeakMap<Pack, ReadonlyMap<string, PackLine>>();

export function findLine(pack: Pack, id: string): PackLine | null {
  let lines = linesById.get(pack);
  if (lines === undefined) {
    lines = new Map(allLines(pack).map((line) => [line.id, line]));
    linesById.set(pack, lines);
  }
  return lines.get(id) ?? null;
}

/** For whom a line is: the customer, unless it says that it is for somebody else (R-OUT-3). */
export function partyOf(line: PackLine): 'customer' | 'other' {
  return line.for ?? 'customer';
}
