import type { DayPart } from './policy.ts';
import type { AskReason, PartKind } from './reading.ts';

/** What one word of the text means, before it is set against a calendar. */

export type YearWord = { readonly base: 'absolute' | 'relative'; readonly value: number };

/** 周五: the next one ahead; 下周五: that of a numbered week; `next friday` may be either. */
type WeekdayMeaning = {
  readonly kind: 'weekday';
  readonly week: number | 'ahead' | 'english-next';
  readonly weekday: number;
};

export type DateMeaning = {
  readonly kind: 'date';
  readonly year: YearWord | undefined;
  /** 11月 */
  readonly month: number | undefined;
  /** 下个月 is 1 */
  readonly monthOffset: number | undefined;
  readonly day: number;
};

export type ClockMeaning = {
  readonly kind: 'clock';
  readonly hour: number;
  readonly minute: number;
  /**
   * `bare`: said on a twelve-hour face, 九点, morning or afternoon unknown; `digits`: 9:30, the morning's unless that is
   * implausible; `full`: 15:30, 09:00, 0点.
   */
  readonly face: 'bare' | 'digits' | 'full' | 'am' | 'pm';
};

export type AmountUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'workday';

export type AmountMeaning = { readonly kind: 'amount'; readonly count: number; readonly unit: AmountUnit };

export type DayMeaning =
  /** 明天 is 1 */
  | { readonly kind: 'day'; readonly offset: number }
  | WeekdayMeaning
  | { readonly kind: 'week'; readonly offset: number }
  | DateMeaning
  /** 月底, and 下个月 (`loose`), which names no day. */
  | {
      readonly kind: 'month-end';
      readonly month: number | undefined;
      readonly offset: number;
      readonly loose: boolean;
    }
  | { readonly kind: 'year-end'; readonly offset: number }
  /** 下个工作日 */
  | { readonly kind: 'next-workday' }
  /** 国庆; without a name 节, the next holiday. */
  | { readonly kind: 'holiday'; readonly name: string | undefined };

export type Meaning =
  | DayMeaning
  | { readonly kind: 'day-part'; readonly part: DayPart }
  | ClockMeaning
  /** 下班 */
  | { readonly kind: 'closing' }
  | AmountMeaning
  | { readonly kind: 'before' }
  | { readonly kind: 'within' }
  /** `side`: where the thing it belongs to stands: 三点以后 left, `after 3pm` right. */
  | { readonly kind: 'after'; readonly side: 'left' | 'right' }
  | { readonly kind: 'to' }
  | { readonly kind: 'between' }
  | { readonly kind: 'and' }
  | { readonly kind: 'or' }
  | { readonly kind: 'about' }
  /** Several things it may be; asked with the given reason. */
  | { readonly kind: 'choice'; readonly reason: AskReason; readonly options: readonly (readonly Meaning[])[] }
  | { readonly kind: 'no-time' }
  | { readonly kind: 'filler' }
  /** A number alone; means something only in a range: 3-5点. */
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'unknown' };

export type Token = { readonly text: string; readonly meaning: Meaning };

/** A word of the language: where it matches (a sticky pattern), and what it means; `undefined`: not this word after all. */
export type Word = {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray) => readonly Meaning[] | undefined;
};

/** A table row: the pattern's source, and its meaning. */
export function word(source: string, read: Word['read'] | Meaning): Word {
  return {
    pattern: new RegExp(`(?:${source})`, 'uy'),
    read: typeof read === 'function' ? read : () => [read],
  };
}

/** The kind under which a word is shown as understood; `undefined` for words without a meaning for time. */
export function partKind(meaning: Meaning): PartKind | undefined {
  switch (meaning.kind) {
    case 'day':
    case 'weekday':
    case 'week':
    case 'date':
    case 'month-end':
    case 'year-end':
    case 'next-workday':
    case 'holiday':
      return 'date';
    case 'day-part':
      return 'day-part';
    case 'clock':
    case 'closing':
    case 'number':
    case 'choice':
      return 'clock';
    case 'amount':
      return 'duration';
    case 'before':
    case 'within':
    case 'after':
      return 'limit';
    case 'to':
      return 'range';
    case 'no-time':
      return 'no-time';
    case 'between':
    case 'and':
    case 'or':
    case 'about':
    case 'filler':
    case 'unknown':
      return undefined;
  }
}

/** Whether a word says something about when, as opposed to how the words around it are meant. */
export function namesTime(meaning: Meaning): boolean {
  const kind = partKind(meaning);
  return kind === 'date' || kind === 'day-part' || kind === 'clock' || kind === 'duration';
}

type MeaningOf<Kind extends Meaning['kind']> = Extract<Meaning, { readonly kind: Kind }>;

export function meaningsOf<Kind extends Meaning['kind']>(
  tokens: readonly Token[],
  kind: Kind,
): readonly MeaningOf<Kind>[] {
  return tokens.map((token) => token.meaning).filter((meaning): meaning is MeaningOf<Kind> => meaning.kind === kind);
}

export function isDay(meaning: Meaning): meaning is DayMeaning {
  return partKind(meaning) === 'date';
}

/** The stretch from the first to the last token that `belongs`, or all of the text. */
export function stretch(tokens: readonly Token[], belongs: (meaning: Meaning) => boolean): string {
  const first = tokens.findIndex((token) => belongs(token.meaning));
  const last = tokens.findLastIndex((token) => belongs(token.meaning));
  const within = first < 0 ? tokens : tokens.slice(first, last + 1);
  return textOf(within).trim() || textOf(tokens).trim();
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join('');
}
