/**
 * What slots are filled from: one flat map from slot name to text. A missing or empty entry is an unfilled slot. An entry
 * `name|` stands in for a slot that is unfilled and names no fallback of its own.
 */
export type SlotFacts = Readonly<Record<string, string | undefined>>;

export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'filled'; readonly slot: string; readonly text: string }
  | { readonly kind: 'open'; readonly slot: string };

const SLOT = /\{([a-z][a-zA-Z0-9.-]*)(?:\|([^{}|]*))?\}/g;

/**
 * Splits a line at its slots and fills what is known. A fallback (`{customer.address|您}`) counts as filled; an open slot
 * is asked for. Braces that are not a slot are left out, so that no text can ever show one.
 */
export function fillLine(text: string, facts: SlotFacts): readonly Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of text.matchAll(SLOT)) {
    pushText(segments, text.slice(end, match.index));
    end = match.index + match[0].length;
    const [, slot = '', fallback] = match;
    const value = withoutBraces(facts[slot] ?? '') || (fallback ?? facts[`${slot}|`]);
    if (value === undefined) segments.push({ kind: 'open', slot });
    else if (value !== '') segments.push({ kind: 'filled', slot, text: value });
  }
  pushText(segments, text.slice(end));
  return segments;
}

/** The names of the slots that stand in a line, each once. */
export function slotsOf(text: string): readonly string[] {
  return [...new Set([...text.matchAll(SLOT)].map((match) => match[1] ?? ''))];
}

export function openSlots(segments: readonly Segment[]): readonly string[] {
  return [...new Set(segments.flatMap((segment) => (segment.kind === 'open' ? [segment.slot] : [])))];
}

/** The whole sentence, or `null` while a slot is open: half a sentence is never handed out. */
export function completeText(segments: readonly Segment[]): string | null {
  let text = '';
  for (const segment of segments) {
    if (segment.kind === 'open') return null;
    text += segment.text;
  }
  return text;
}

function pushText(segments: Segment[], raw: string): void {
  const text = withoutBraces(raw);
  if (text !== '') segments.push({ kind: 'text', text });
}

function withoutBraces(text: string): string {
  return text.replace(/[{}]/g, '');
}
