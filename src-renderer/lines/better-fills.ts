import type { StoppedHit } from '#shared/domain/pack/own-words.ts';
import { fitted, replaced } from '../wording/hits.ts';

/**
 * What the slots hold once each hit is put better, by slot; `null` where that cannot be done for all of them: nothing better is
 * known, the phrase reaches beyond its slot, or it is not written into a place that can be changed from here.
 */
export function betterFills(
  hits: readonly StoppedHit[],
  valueOf: (slot: string) => string | null,
): Readonly<Record<string, string>> | null {
  const values: Record<string, string> = {};
  for (const { text, better, slots } of hits) {
    const [slot] = slots;
    if (better === null || slot === undefined || slots.length > 1) return null;
    const value = values[slot] ?? valueOf(slot);
    const start = value?.indexOf(text) ?? -1;
    if (value === null || start === -1) return null;
    const fit = fitted(value, { start, end: start + text.length }, better);
    values[slot] = replaced(value, fit.place, fit.better);
  }
  return values;
}
