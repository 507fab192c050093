import type { Meaning, Token, Word } from './meaning.ts';
import { normaliseWords } from './normalise.ts';
import type { PromiseTimePolicy } from './policy.ts';
import { chineseAmountWords } from './words-zh-amounts.ts';
import { chineseClockWords } from './words-zh-clock.ts';
import { chineseDateWords } from './words-zh-dates.ts';
import { chineseLimitWords } from './words-zh-limits.ts';
import { englishWords } from './words-en.ts';

/** The words of the grammar; of two equally long matches the earlier table wins. */
const grammar: readonly Word[] = [
  ...chineseDateWords,
  ...chineseClockWords,
  ...chineseAmountWords,
  ...chineseLimitWords,
  ...englishWords,
];

/** A word of the policy: a literal, already normalised. */
type Literal = { readonly text: string; readonly meaning: Meaning };

const literalsOf = new WeakMap<PromiseTimePolicy, readonly Literal[]>();

/**
 * Cuts a normalised text into words, always taking the longest word that fits. Nothing is lost: the tokens' texts joined
 * are the text; what no word covers is a token of kind `unknown`.
 */
export function cutIntoWords(text: string, policy: PromiseTimePolicy): readonly Token[] {
  return cut(text, compiled(policy));
}

function cut(text: string, literals: readonly Literal[]): readonly Token[] {
  const tokens: Token[] = [];
  for (let position = 0; position < text.length;) {
    const found = longestAt(text, position, literals);
    tokens.push(...found);
    position += found.reduce((length, token) => length + token.text.length, 0);
  }
  return tokens;
}

const strange = /[a-z]+|\d+|[^a-z\d]/uy;

function longestAt(text: string, position: number, literals: readonly Literal[]): readonly Token[] {
  let length = 0;
  let meanings: readonly Meaning[] = [{ kind: 'unknown' }];
  for (const literal of literals) {
    if (literal.text.length <= length || !text.startsWith(literal.text, position)) continue;
    if (cutsEnglishWord(text, position + literal.text.length)) continue;
    length = literal.text.length;
    meanings = [literal.meaning];
  }
  for (const candidate of grammar) {
    candidate.pattern.lastIndex = position;
    const match = candidate.pattern.exec(text);
    if (match === null || match[0].length <= length || cutsEnglishWord(text, position + match[0].length)) continue;
    const read = candidate.read(match);
    if (read === undefined) continue;
    length = match[0].length;
    meanings = read;
  }
  if (length === 0) {
    strange.lastIndex = position;
    length = strange.exec(text)?.[0].length ?? 1;
  }
  const matched = text.slice(position, position + length);
  return meanings.map((meaning, index) => ({ text: index === 0 ? matched : '', meaning }));
}

/** `mon` is not a word of `money`. */
function cutsEnglishWord(text: string, end: number): boolean {
  return /[a-z]/u.test(text.charAt(end - 1)) && /[a-z]/u.test(text.charAt(end));
}

function compiled(policy: PromiseTimePolicy): readonly Literal[] {
  const known = literalsOf.get(policy);
  if (known !== undefined) return known;
  const definite: Literal[] = [
    ...policy.noTimeWords.map((text): Literal => ({ text: normaliseWords(text), meaning: { kind: 'no-time' } })),
    ...policy.workingCalendar.holidays.flatMap(({ name, aliases }) =>
      holidayWords([name, ...aliases]).map((text): Literal => ({ text, meaning: { kind: 'holiday', name } })),
    ),
  ].filter((literal) => literal.text !== '');
  const vague = policy.vagueWords.map(({ word: text, offer }): Literal => {
    const options = offer.map((wording) => cut(normaliseWords(wording), definite).map((token) => token.meaning));
    return { text: normaliseWords(text), meaning: { kind: 'choice', reason: 'vague', options } };
  });
  const literals = [...vague.filter((literal) => literal.text !== ''), ...definite];
  literalsOf.set(policy, literals);
  return literals;
}

/** 国庆节 is also said 国庆; 春节 keeps its 节. */
function holidayWords(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const full = normaliseWords(name);
    return full.length > 2 && full.endsWith('节') ? [full, full.slice(0, -1)] : [full];
  });
}
