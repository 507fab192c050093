import type { WordingChecker, WordingHit } from '../wording/check.ts';
import type { WordingKind } from '../wording/policy.ts';
import type { Segment } from './slots.ts';

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

/** Whether any slot of a filled line holds words of the agent's own; a line without any is approved as it is (R-WRD-5). */
export function hasOwnWords(segments: readonly Segment[], fills: Readonly<Record<string, string>>): boolean {
  return segments.some((segment) => isOwn(segment, fills));
}

/** The phrases that stop a filled line: those that the agent's own words, typed here or into the case, bring into it. */
export function stoppedBy(
  checker: WordingChecker,
  segments: readonly Segment[],
  fills: Readonly<Record<string, string>>,
): readonly StoppedHit[] {
  let text = '';
  const own: { readonly slot: string; readonly start: number; readonly end: number }[] = [];
  for (const segment of segments) {
    if (segment.kind === 'open') continue;
    const start = text.length;
    text += segment.text;
    if (segment.kind === 'filled' && isOwn(segment, fills)) own.push({ slot: segment.slot, start, end: text.length });
  }
  if (own.length === 0) return [];
  return checker
    .check(text, 'agent_chat')
    .filter(isGrave)
    .map((hit) => ({
      ...hit,
      slots: own.filter(({ start, end }) => start < hit.end && hit.start < end).map(({ slot }) => slot),
    }))
    .filter(({ slots }) => slots.length > 0);
}

function isOwn(segment: Segment, fills: Readonly<Record<string, string>>): boolean {
  return segment.kind === 'filled' && (TYPED.test(segment.slot) || Object.hasOwn(fills, segment.slot));
}
