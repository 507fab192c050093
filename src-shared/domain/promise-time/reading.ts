/** What a time in words was read as (R-CB-6). Codes only: the words for people are in the interface's locale files. */

/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

/**
 * How exact the wording was: `minute` for a clock time or a number of hours or minutes; `day-part` when the clock time
 * is the policy's for 上午, 下班前 …; `day` when it is the policy's for a date.
 */
export type Precision = 'minute' | 'day-part' | 'day';

export type PartKind = 'date' | 'day-part' | 'clock' | 'duration' | 'limit' | 'range' | 'no-time';

/** A stretch of the normalised text and what it was understood as. Words without a meaning for time are left out. */
export interface ReadPart {
  readonly kind: PartKind;
  readonly text: string;
}

export type AskReason =
  /** Longer than `longestText` characters. */
  | 'too-long'
  /** `fragment` was not understood; the candidates are what the rest would mean. */
  | 'not-understood'
  /** 过两天, 十来分钟, 周末, 国庆后, 大概三点: no moment is named. */
  | 'vague'
  /** 三点以后: only the earliest moment is named. */
  | 'open-ended'
  /** One wording, several plausible moments: 九点 early in the morning, 周五 on a Friday. */
  | 'two-readings'
  /** 周三或周四 */
  | 'alternatives'
  /** The parts cannot all be true: 下午十点, 周二 with the date of a Wednesday, 四点到三点. */
  | 'contradiction'
  /** 今天三点 at 16:00 */
  | 'already-past'
  /** 2月30日 */
  | 'no-such-date'
  /** 25:00 */
  | 'no-such-clock'
  /** 明天凌晨: this part of the day has no default clock time in the policy. */
  | 'clock-missing'
  /** The pack's working calendar does not reach that far, or knows no such holiday ahead. */
  | 'calendar-unknown'
  /** Further ahead than the policy allows. */
  | 'too-far';

export type NoneReason = 'empty' | 'no-time-word';

export type Reading =
  | {
      readonly kind: 'time';
      /** The last moment at which the promise is kept; always later than the context's `now`. */
      readonly dueAt: EpochMs;
      readonly precision: Precision;
      readonly parts: readonly ReadPart[];
    }
  | {
      readonly kind: 'ask';
      readonly reason: AskReason;
      /** At most four moments to choose from, ascending, all later than `now`; may be empty. */
      readonly candidates: readonly EpochMs[];
      /** The stretch of the normalised text that the question is about. */
      readonly fragment: string;
    }
  | { readonly kind: 'none'; readonly reason: NoneReason };
