import { namesTime, partKind, stretch, textOf, type Meaning, type Token } from './meaning.ts';
import { ahead, ask, farthest, offeredBy, presentOf, type Present } from './moment.ts';
import { readPhrase, type Moments } from './phrase.ts';
import { completed, withoutBorrowedPart } from './range.ts';
import type { EpochMs, ReadPart, Reading } from './reading.ts';

/** Reads words: what is strange, vague or said twice is asked about, never dropped; the rest is one phrase. */
export function readWords(tokens: readonly Token[], present: Present): Reading {
  const without = (kind: Meaning['kind']): readonly Token[] => tokens.filter(({ meaning }) => meaning.kind !== kind);
  const has = (kind: Meaning['kind']): boolean => tokens.some(({ meaning }) => meaning.kind === kind);
  const about = (kind: Meaning['kind']): string => stretch(tokens, (meaning) => meaning.kind === kind);

  if (has('unknown'))
    return ask('not-understood', offeredBy(readKnown(without('unknown'), present)), about('unknown'), present);
  if (has('about'))
    return ask(
      'vague',
      offeredBy(readKnown(without('about'), present)),
      stretch(tokens, () => true),
      present,
    );
  if (has('or')) return readAlternatives(tokens, present);
  if (has('to')) return readRange(tokens, present);
  if (has('choice')) return readChoice(tokens, present);
  if (has('number'))
    return ask('not-understood', offeredBy(readKnown(without('number'), present)), about('number'), present);
  if (!tokens.some(({ meaning }) => namesTime(meaning))) {
    return has('no-time')
      ? { kind: 'none', reason: 'no-time-word' }
      : ask('not-understood', [], textOf(tokens).trim(), present);
  }
  return settle(readPhrase(tokens, present), tokens, present);
}

/** What is left when a part was set aside; it may be nothing. */
function readKnown(tokens: readonly Token[], present: Present): Reading {
  return tokens.some(({ meaning }) => namesTime(meaning))
    ? readWords(tokens, present)
    : { kind: 'none', reason: 'empty' };
}

/** Chooses among the moments of a phrase: the one ahead is taken, several are asked. */
function settle(moments: Moments, tokens: readonly Token[], present: Present): Reading {
  const { plausible, others, rolled, precision, doubt, fragment } = moments;
  const open = ahead(plausible, present);
  if (doubt !== undefined) return ask(doubt, open.length > 0 ? open : others, fragment, present);
  const choose = (choices: readonly EpochMs[]): Reading | undefined => {
    const [dueAt, second] = choices;
    if (dueAt === undefined) return undefined;
    if (second !== undefined) return ask('two-readings', choices, fragment, present);
    return { kind: 'time', dueAt, precision, parts: understood(tokens) };
  };
  const limit = farthest(present);
  const taken = choose(open);
  if (taken !== undefined) return taken;
  if (plausible.some((moment) => moment > limit)) return ask('too-far', [], fragment, present);
  return choose(ahead(rolled ?? [], present)) ?? ask('already-past', others, fragment, present);
}

function understood(tokens: readonly Token[]): readonly ReadPart[] {
  return tokens.flatMap(({ text, meaning }) => {
    const kind = partKind(meaning);
    return kind === undefined || text === '' ? [] : [{ kind, text }];
  });
}

/** Choices multiply; more than this in one text is not a promise. */
const mostChoices = 3;

/** A word that may mean several things: asked about, unless all but one of them is impossible. */
function readChoice(tokens: readonly Token[], present: Present): Reading {
  const index = tokens.findIndex(({ meaning }) => meaning.kind === 'choice');
  const token = tokens[index];
  if (token?.meaning.kind !== 'choice') return ask('not-understood', [], textOf(tokens), present);
  const { reason, options } = token.meaning;
  if (tokens.filter(({ meaning }) => meaning.kind === 'choice').length > mostChoices)
    return ask(reason, [], textOf(tokens), present);
  const readings = options.map((option) => {
    const words = option.map((meaning, at): Token => ({ text: at === 0 ? token.text : '', meaning }));
    return readWords(tokens.toSpliced(index, 1, ...words), present);
  });
  const definite = readings.filter((reading) => reading.kind === 'time');
  const moments = (definite.length > 0 ? definite : readings).flatMap(offeredBy);
  const [only] = definite;
  if (reason === 'two-readings' && only !== undefined && new Set(moments).size === 1) return only;
  return ask(reason, moments, token.text, present);
}

function split(
  tokens: readonly Token[],
  kind: Meaning['kind'],
): readonly [left: readonly Token[], connector: Token | undefined, right: readonly Token[]] {
  const index = tokens.findIndex(({ meaning }) => meaning.kind === kind);
  return [tokens.slice(0, index), tokens[index], tokens.slice(index + 1)];
}

function says(tokens: readonly Token[]): boolean {
  return tokens.some(({ meaning }) => namesTime(meaning));
}

function readAlternatives(tokens: readonly Token[], present: Present): Reading {
  const [left, connector, right] = split(tokens, 'or');
  if (!says(left) || !says(right)) {
    return ask(
      'not-understood',
      [left, right].flatMap((side) => offeredBy(readKnown(side, present))),
      connector?.text ?? '',
      present,
    );
  }
  const moments = [completed(left, right), completed(right, left)].flatMap((side) =>
    offeredBy(readWords(side, present)),
  );
  return ask('alternatives', moments, textOf(tokens).trim(), present);
}

/** An explicit range ends at its upper bound; 到 before everything else only names the end. */
function readRange(tokens: readonly Token[], present: Present): Reading {
  const [left, connector, right] = split(tokens, 'to');
  const sign = connector === undefined || !/\p{L}/u.test(connector.text);
  const one = [...left, ...right];
  if (!says(left) && !sign && says(right))
    return readWords([...left, { text: connector.text, meaning: { kind: 'within' } }, ...right], present);
  if (!says(left) || !says(right) || right.some(({ meaning }) => meaning.kind === 'to')) {
    return ask(
      'not-understood',
      offeredBy(
        readKnown(
          one.filter(({ meaning }) => meaning.kind !== 'to'),
          present,
        ),
      ),
      connector?.text ?? '',
      present,
    );
  }
  const lower = completed(left, right);
  const upper = completed(right, left);
  const first = readWords(upper, present);
  const end =
    first.kind === 'ask' && first.reason === 'contradiction' ? readWords(withoutBorrowedPart(upper), present) : first;
  if (end.kind !== 'time') return end;
  const start = lowerBound(left, lower, present);
  if (start.kind === 'question') return start.reading;
  const parts = understood(tokens);
  if (
    upper.some(isWeekdayAhead) &&
    lower.some(isWeekdayAhead) &&
    start.moments.every((moment) => moment >= end.dueAt)
  ) {
    // 周一到周五 on a Wednesday: the range that is running, or next week's
    const nextWeek = presentOf({ ...present, now: end.dueAt }).local.add({ days: 7 }).epochMilliseconds;
    return ask('two-readings', [end.dueAt, nextWeek], textOf(tokens).trim(), present);
  }
  return start.moments.some((moment) => moment < end.dueAt)
    ? { ...end, parts }
    : ask('contradiction', [end.dueAt, ...start.moments], textOf(tokens).trim(), present);
}

function isWeekdayAhead({ meaning }: Token): boolean {
  return meaning.kind === 'weekday' && meaning.week === 'ahead';
}

type LowerBound =
  | { readonly kind: 'moments'; readonly moments: readonly EpochMs[] }
  | { readonly kind: 'question'; readonly reading: Reading };

/** The beginning of a range may have passed, but it must be understood. */
function lowerBound(said: readonly Token[], lower: readonly Token[], present: Present): LowerBound {
  const plain = lower.every(({ meaning }) => meaning.kind !== 'choice' && meaning.kind !== 'number');
  if (plain) {
    const moments = readPhrase(lower, present);
    if (moments.doubt === undefined) return { kind: 'moments', moments: moments.plausible };
  }
  const reading = readWords(lower.length > 0 ? lower : said, present);
  return reading.kind === 'ask' && reading.reason === 'vague' && reading.candidates.length > 0
    ? { kind: 'moments', moments: reading.candidates }
    : { kind: 'question', reading };
}
