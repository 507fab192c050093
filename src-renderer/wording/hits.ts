import type { WordingHit } from '#shared/domain/wording/check.ts';

/** What an input has selected, in UTF-16 units; both the same for a caret. */
export interface Selection {
  readonly start: number;
  readonly end: number;
}

/** A stretch of a text that is drawn in one way. */
export interface Piece {
  readonly text: string;
  /** The first hit that covers it. */
  readonly hit: WordingHit | null;
}

/** The text cut at its hits; where two rules find the same words the first is drawn. */
export function piecesOf(text: string, hits: readonly WordingHit[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const hit of hits) {
    const start = Math.max(hit.start, at);
    if (start >= hit.end) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), hit: null });
    pieces.push({ text: text.slice(start, hit.end), hit });
    at = hit.end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: null });
  return pieces;
}

/**
 * The hits of `before` that stand in `after` unchanged, moved to where they are now. While an input method composes nothing is
 * checked, and what is underlined stays under its words.
 */
export function carried(hits: readonly WordingHit[], before: string, after: string): readonly WordingHit[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const by = after.length - before.length;
  return hits.flatMap((hit) => {
    if (hit.end <= head) return [hit];
    return hit.start >= before.length - tail ? [{ ...hit, start: hit.start + by, end: hit.end + by }] : [];
  });
}

/** Which hit is spoken of: the one at the caret, else the last before it, else the first. */
export function hitNear(hits: readonly WordingHit[], caret: number): number {
  return Math.max(
    0,
    hits.findLastIndex(({ start }) => start <= caret),
  );
}

/**
 * What is selected after a hit was replaced, as `setRangeText` preserves it, except that a caret inside the words that are gone
 * comes to stand behind the new ones.
 */
export function keptSelection({ start, end }: Selection, hit: Selection, length: number): Selection {
  const by = length - (hit.end - hit.start);
  const behind = hit.start + length;
  const kept = (at: number, inside: number): number => {
    if (at <= hit.start) return at;
    return at >= hit.end ? at + by : inside;
  };
  return { start: kept(start, start === end ? behind : hit.start), end: kept(end, behind) };
}

/** What ends a sentence, and what goes on within it. */
const ENDING = /[。．.！!？?]$/u;
const GOES_ON = /^[，,、；;：:]/u;

/**
 * Better words are whole sentences, and stand where words of a sentence stood: of their mark and the one that follows, one stays.
 * `place` is what they replace.
 */
export function fitted(text: string, { start, end }: Selection, better: string): { place: Selection; better: string } {
  const rest = text.slice(end);
  if (!ENDING.test(better)) return { place: { start, end }, better };
  if (GOES_ON.test(rest)) return { place: { start, end }, better: better.slice(0, -1) };
  return { place: { start, end: ENDING.test(rest.slice(0, 1)) ? end + 1 : end }, better };
}

/** The text with the hit replaced. */
export function replaced(text: string, hit: Selection, better: string): string {
  return text.slice(0, hit.start) + better + text.slice(hit.end);
}
