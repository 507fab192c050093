import type { Pack, PackLine } from '../schema.ts';
import { compileWording } from '../../wording/check.ts';
import { lineLists } from '../vocabulary.ts';
import { slotsOf } from '../slots.ts';
import type { Finding, TellFinding } from './finding.ts';

/** A calm voice on the telephone: Chinese characters and Latin words in a second. */
const CHARACTERS_A_SECOND = 4.5;
const WORDS_A_SECOND = 2.5;
/** What a slot is filled with, in characters, where nothing says it. */
const SLOT_LENGTH = 4;
/** Nobody listens longer to a sentence that is read out. */
const LONGEST_SECONDS = 16;
/** From this part of equal pairs of letters on two lines are the same to who hears them. */
const ALMOST = 0.88;
/** Short ones are alike by nature: 好的。 */
const SHORT = 8;

export function lintSentences(pack: Pack, tell: TellFinding): void {
  const checker = pack.wording === undefined ? null : compileWording(pack.wording);
  const spoken = new Map<string, string>();
  for (const [path, lines] of lineLists(pack)) {
    lintLikeness(path, lines, spoken, tell);
    for (const line of lines) {
      const at = `${path}.${line.id}`;
      lintLength(at, line, tell);
      lintVariants(at, line, tell);
      for (const text of [line.text, ...(line.variants ?? [])]) {
        for (const { kind, text: name, better, reason } of checker?.check(text) ?? []) {
          // Of sensitive matters the lines of a pack are the approved words (R-WRD-5).
          if (kind !== 'sensitive') tell(at, 'forbidden-words', { name, better: better ?? reason });
        }
      }
    }
  }
}

function lintLength(at: string, { text, variants = [], seconds }: PackLine, tell: TellFinding): void {
  const longest = Math.max(...[text, ...variants].map(secondsOf));
  const told: Finding['facts'] = { seconds: Math.round(longest) };
  if (longest > LONGEST_SECONDS) tell(`${at}.text`, 'too-long-to-say', { ...told, limit: LONGEST_SECONDS });
  if (seconds === undefined) return;
  if (longest > seconds * 1.5 + 1) tell(`${at}.seconds`, 'more-than-its-seconds', told);
  if (seconds > secondsOf(text) * 2 + 3)
    tell(`${at}.seconds`, 'less-than-its-seconds', { seconds: Math.round(secondsOf(text)) });
}

/** How long it takes to say, filled. */
export function secondsOf(text: string): number {
  const filled = text.replaceAll(
    /\{[^{}|]*(?:\|([^{}]*))?\}/gu,
    (_slot, fallback?: string) => fallback ?? '一'.repeat(SLOT_LENGTH),
  );
  const words = filled.match(/[a-z]+(?:['’-][a-z]+)*/giu)?.length ?? 0;
  const characters = filled.match(/[\p{Script=Han}\p{N}]/gu)?.length ?? 0;
  return characters / CHARACTERS_A_SECOND + words / WORDS_A_SECOND;
}

function lintVariants(at: string, { text, variants = [] }: PackLine, tell: TellFinding): void {
  const known = new Set([bare(text)]);
  const slots = slotsOf(text);
  variants.forEach((variant, index) => {
    const place = `${at}.variants.${String(index)}`;
    if (known.has(bare(variant))) tell(place, 'variant-the-same');
    known.add(bare(variant));
    // Else which of them is said decides whether something is asked for first.
    const more = slotsOf(variant).filter((slot) => !slots.includes(slot) && variant.includes(`{${slot}}`));
    for (const name of more) tell(place, 'variant-other-slots', { name });
  });
}

/** The same sentence anywhere in the pack, and almost the same one in the same list. */
function lintLikeness(path: string, lines: readonly PackLine[], spoken: Map<string, string>, tell: TellFinding): void {
  const here: { readonly id: string; readonly pairs: ReadonlySet<string> }[] = [];
  for (const { id, text } of lines) {
    const said = bare(text);
    const pairs = pairsOf(said);
    const known = spoken.get(said);
    const like = here.find((other) => said.length >= SHORT && likeness(other.pairs, pairs) >= ALMOST);
    if (known !== undefined && said !== '') tell(`${path}.${id}`, 'same-as-another', { name: known });
    else if (like !== undefined) tell(`${path}.${id}`, 'almost-another', { name: like.id });
    spoken.set(said, id);
    here.push({ id, pairs });
  }
}

/** What is heard: without punctuation, and a slot is a slot. */
export function bare(text: string): string {
  return text
    .replaceAll(/\{([^{}|]*)[^{}]*\}/gu, '_$1_')
    .replaceAll(/[^\p{L}\p{N}_]/gu, '')
    .toLowerCase();
}

function pairsOf(text: string): ReadonlySet<string> {
  const letters = [...text];
  return new Set(letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`));
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (Math.min(one.size, other.size) * 2 < (one.size + other.size) * ALMOST) return 0;
  let both = 0;
  for (const pair of one) if (other.has(pair)) both += 1;
  return (2 * both) / (one.size + other.size || 1);
}
