import type { StoppedHit } from '#shared/domain/pack/own-words.ts';

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
    if (value?.includes(text) !== true) return null;
    values[slot] = value.replace(text, () => better);
  }
  return values;
}
