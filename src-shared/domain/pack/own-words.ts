import type { WordingChecker, WordingHit } from '../wording/check.ts';
import type { WordingKind } from '../wording/policy.ts';
import type { Pack } from './schema.ts';
import type { Segment } from './slots.ts';
import { customersFields } from './vocabulary.ts';

const GRAVE: ReadonlySet<WordingKind> = new Set(['forbidden', 'sensitive', 'promise']);

/** Must not be said, as against what could be put better. Only the former stops a line. */
export function isGrave({ kind }: Pick<WordingHit, 'kind'>): boolean {
  return GRAVE.has(kind);
}

/** Slots that say what somebody typed. A number or a name that the desk knows of itself is nobody's wording. */
const TYPED = /^(?:case\.(?!number$)|hold\.(?:reason|lastReason)$)/;

/** A phrase in a filled line, and the slots whose text it touches. */
export interface StoppedHit extends WordingHit {
  readonly slots: readonly string[];
}

/** What a line is filled with, as far as it matters whose words they are. */
interface Filling {
  readonly pack: Pack;
  readonly segments: readonly Segment[];
  /** What was typed for this line alone. */
  readonly fills: Readonly<Record<string, string>>;
}

/** Whether any slot of a filled line holds words of the agent's own; a line without any is approved as it is (R-WRD-5). */
export function hasOwnWords(filling: Filling): boolean {
  return ownSlots(filling).size > 0;
}

/** The phrases that stop a filled line: those that the agent's own words, typed here or into the case, bring into it. */
export function stoppedBy(checker: WordingChecker, filling: Filling): readonly StoppedHit[] {
  const slots = ownSlots(filling);
  if (slots.size === 0) return [];
  let text = '';
  const own: { readonly slot: string; readonly start: number; readonly end: number }[] = [];
  for (const segment of filling.segments) {
    if (segment.kind === 'open') continue;
    const start = text.length;
    text += segment.text;
    if (segment.kind === 'filled' && slots.has(segment.slot)) own.push({ slot: segment.slot, start, end: text.length });
  }
  return checker
    .check(text, 'agent_chat')
    .filter(isGrave)
    .map((hit) => ({
      ...hit,
      slots: own.filter(({ start, end }) => start < hit.end && hit.start < end).map(({ slot }) => slot),
    }))
    .filter((hit) => hit.slots.length > 0);
}

function ownSlots({ pack, segments, fills }: Filling): ReadonlySet<string> {
  const customers = new Set([...customersFields(pack)].map((id) => `case.${id}`));
  const filled = segments.flatMap((segment) => (segment.kind === 'filled' ? [segment.slot] : []));
  return new Set(filled.filter((slot) => !customers.has(slot) && (TYPED.test(slot) || Object.hasOwn(fills, slot))));
}
