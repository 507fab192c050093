import type { EpochMs, Millis } from '../../base/clock.ts';
import type { PromiseTimePolicy } from '../promise-time/policy.ts';

/** When a branch is open; a day may have several spans, with a gap at noon. */
export interface BusinessTime {
  readonly hours: readonly { readonly weekdays: readonly number[]; readonly from: string; readonly to: string }[];
  readonly calendar: PromiseTimePolicy['workingCalendar'];
}

/** Within which time an answer of some kind is owed (R-SLA-5). */
export interface ResponseTarget {
  readonly id: string;
  readonly name: string;
  readonly scenario: string | null;
  readonly channel: 'call' | 'chat' | null;
  /** Only for a matter as grave as that. */
  readonly severity: string | null;
  /** `business`: only while the branch is open. */
  readonly due: { readonly withinMs: Millis; readonly counts: 'always' | 'business' } | { readonly sameDayAt: string };
  /** Entering this stage keeps the target. */
  readonly metByStage: string;
}

/** All that the contact machine needs to know of a script pack. No number or name of the trade is in the machine itself. */
export interface ContactPolicy {
  /** In order, at least one (R-STG-6). */
  readonly stages: readonly [string, ...string[]];
  readonly scenarios: readonly string[];
  readonly situations: Readonly<Record<string, { readonly mood: string | null }>>;
  readonly moods: readonly string[];
  readonly departments: readonly string[];
  /** Kinds of remedies (R-REM-1). */
  readonly remedies: readonly string[];
  readonly escalations: readonly string[];
  /** Every line of the pack, wherever it is offered. */
  readonly lines: readonly string[];
  /** Outcomes of an outbound attempt that reached nobody (R-CB-4). */
  readonly failedOutcomes: readonly string[];
  /** R-ANS-1. */
  readonly ring: { readonly cycleMs: Millis; readonly best: number; readonly limit: number };
  /** R-SLA-4: a written message is acknowledged at once. */
  readonly chatAcknowledgeMs: Millis;
  /** R-HOLD-2. */
  readonly hold: { readonly warnAfterMs: Millis; readonly limitMs: Millis };
  /** R-SIT-5. */
  readonly silence: { readonly prompts: number; readonly pauseMs: Millis };
  /** R-CB-5. */
  readonly redialWithinMs: Millis;
  readonly targets: readonly ResponseTarget[];
  readonly severities: readonly string[];
  readonly business: BusinessTime;
  /** The part of its time, between 0 and 1, after which a target warns (R-SLA-5). */
  readonly targetWarnAfter: number;
  /** For how long a close can be taken back; at most `LONGEST_UNDO_MS`. */
  readonly undoCloseMs: Millis;
}

/** A bound for whoever looks for closes that can still be taken back, whatever their packs say. */
export const LONGEST_UNDO_MS: Millis = 60_000;

/** Turns a clock time of the day of `at` into a moment; the desk's time zone is behind it. */
export type ClockOfDay = (at: EpochMs, clock: string) => EpochMs;

/** The days of the desk's time zone. */
export interface Days {
  readonly clockOfDay: ClockOfDay;
  /** The date of a moment, `2026-03-02`. */
  readonly dateOf: (at: EpochMs) => string;
}
