import { byPlace, coverOf, firstFrom, type Stretch } from './cover.ts';
import { Ends } from './ends.ts';
import type { Letters } from './letters.ts';
import type { WordingPolicy } from './policy.ts';

/** Words after which somebody else's follow, and how the policy reads what follows. */
type Voice = Stretch & Pick<WordingPolicy['quotations']['introductions'][number], 'until' | 'speaksInPerson'>;

/** What tells whose words follow, in UTF-16 units of the text. */
export interface Voices {
  /** Somebody else's words follow. */
  readonly others: readonly Voice[];
  /** The agent's words follow. */
  readonly agents: readonly Stretch[];
  /** Marks that nobody introduces hold somebody else's words. */
  readonly unintroducedAreOthers: boolean;
}

/** The stretches of a text that are not the agent's own words: titles, and what somebody else is said to have said. */
export function wordsOfOthers(
  text: string,
  letters: Letters,
  voices: Voices,
  { marks, titles, reach, speakers }: WordingPolicy['quotations'],
): readonly Stretch[] {
  const quoted = enclosed(text, marks);
  const ends = new Ends(letters, quoted, text.length);
  const marked = coverOf(quoted);
  const quoteAfter = (end: number): Stretch | undefined => {
    const quote = quoted[firstFrom(quoted, end)];
    return quote !== undefined && ends.near(end, quote.start, reach) ? quote : undefined;
  };
  const turns = voices.agents.filter(({ start }) => ends.beginsClause(start)).sort(byPlace);
  const stretches: Stretch[] = enclosed(text, titles);
  const seen = new Set<number>();
  for (const { start, end, until, speaksInPerson } of [...voices.others].sort((a, b) => a.end - b.end)) {
    // 客户说要投诉: the first verb after 客户 tells what follows.
    if (seen.has(start)) continue;
    if (marked.covers(start - 1, end + 1)) continue;
    const quote = quoteAfter(end);
    if (quote !== undefined) stretches.push(quote);
    if (quote !== undefined || until !== 'marks') seen.add(start);
    if (quote === undefined && until !== 'marks') {
      const last = ends.next(end, until);
      const now = turns[firstFrom(turns, end)];
      const later = turns[firstFrom(turns, ends.firstAfter(end) + 1)];
      // Marks show who says what, whatever came before.
      const turn = now !== undefined && (!speaksInPerson || quoteAfter(now.end) !== undefined) ? now : later;
      stretches.push({ start: end, end: Math.min(last, turn?.start ?? last) });
    }
  }
  if (voices.unintroducedAreOthers) {
    const agents = new Set(voices.agents.map(({ end }) => quoteAfter(end)));
    stretches.push(...quoted.filter((quote) => !agents.has(quote)));
  }
  stretches.push(...conversation(text, speakers));
  return stretches;
}

/**
 * What each pair of marks encloses, the marks included, outer and inner alike. A mark that opens and closes takes turns; what is
 * not closed on its line encloses nothing.
 */
function enclosed(text: string, pairs: readonly string[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const pair of pairs) {
    const [opens, closes] = [pair.charAt(0), pair.charAt(1)];
    if (!text.includes(opens)) continue;
    let open: number[] = [];
    for (let index = 0; index < text.length; index += 1) {
      const sign = text.charAt(index);
      if (sign === '\n') open = [];
      else if (sign === closes && open.length > 0) stretches.push({ start: open.pop() ?? 0, end: index + 1 });
      else if (sign === opens) open.push(index);
    }
  }
  return stretches.sort(byPlace);
}

/** Spaces are bounded: a text may be nothing else. */
const LABEL = /([^\s：:，,。！？!?；;]{1,12})\s{0,3}[：:]/gu;

/** Whether nothing but spaces lies between a place and the end of the sentence before it. */
function beginsSentence(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && /[^\S\n]/u.test(text.charAt(before))) before -= 1;
  return before < 0 || /[\n。！？!?；;]/u.test(text.charAt(before));
}

/** What the lines of a written conversation that bear a customer's label say, up to the next label or the end of the line. */
function conversation(text: string, { customer, agent }: WordingPolicy['quotations']['speakers']): readonly Stretch[] {
  if (customer.length === 0) return [];
  const spans: Stretch[] = [];
  let open: number | null = null;
  const close = (end: number): void => {
    if (open === null) return;
    const line = text.indexOf('\n', open);
    spans.push({ start: open, end: line < 0 ? end : Math.min(line, end) });
    open = null;
  };
  for (const label of text.matchAll(LABEL)) {
    const [whole, name = ''] = label;
    const isKnown = customer.includes(name) || agent.includes(name);
    if (!isKnown || !beginsSentence(text, label.index)) continue;
    close(label.index);
    if (customer.includes(name)) open = label.index + whole.length;
  }
  close(text.length);
  return spans;
}
