import type { EpochMs, Millis } from '../../base/clock.ts';
import type { Channel, Direction, EndedBy, Party } from './event.ts';

/** What stays true from the first moment of a contact. */
export interface ContactHead {
  readonly channel: Channel;
  readonly direction: Direction;
  readonly openedAt: EpochMs;
  readonly scenario: string | null;
  readonly callback: string | null;
  /** How grave the matter is (R-SLA-5), once the form says so: an id of the pack. */
  readonly severity?: string;
}

/** The line of a call. A chat has none: it cannot be put on hold, fall silent or drop. */
export type Line =
  | { readonly kind: 'connected' }
  | {
      readonly kind: 'hold';
      readonly since: EpochMs;
      readonly reason: string | null;
      readonly limitReached: boolean;
    }
  | { readonly kind: 'silent'; readonly since: EpochMs; readonly step: number; readonly ranOut: boolean }
  | { readonly kind: 'dropped'; readonly since: EpochMs; readonly redials: number };

export type Conversation = { readonly channel: 'call'; readonly line: Line } | { readonly channel: 'chat' };

export interface HoldTally {
  /** Holds begun (R-HOLD-5). */
  readonly count: number;
  readonly totalMs: Millis;
  readonly longestMs: Millis;
  readonly overLimit: number;
  /** Whether the hold that ended last was over its limit: the apology differs. */
  readonly lastOverLimit: boolean;
  /** What the customer waited for the last time; the line of the way back says it (R-HOLD-3). */
  readonly lastReason: string | null;
}

export interface LineUsed {
  readonly times: number;
  readonly lastAt: EpochMs;
  /** Which of its wordings were said; absent where it was the first one alone. */
  readonly wordings?: readonly number[];
}

/** What has been done in the conversation so far; the close check and the quality review read it. */
export interface Progress {
  readonly answer: { readonly rings: number; readonly afterMs: Millis } | null;
  readonly party: Party;
  readonly stage: string;
  readonly visited: readonly string[];
  readonly situation: string | null;
  readonly situationsSeen: readonly string[];
  readonly mood: string | null;
  readonly linesUsed: Readonly<Record<string, LineUsed>>;
  /** In how many of them the customer was addressed by name or title (R-ANS-5). */
  readonly addressed?: number;
  /** What was given or asked for (R-REM-1); absent while there is nothing. */
  readonly remedies?: readonly { readonly remedy: string; readonly amount: number | null; readonly granted: boolean }[];
  /** Whom the matter went up to (R-ESC-1). */
  readonly escalated?: readonly string[];
  readonly holds: HoldTally;
  readonly silences: number;
  readonly drops: number;
  readonly department: string | null;
  readonly callbacks: readonly { readonly id: string; readonly dueAt: EpochMs }[];
}

export type Closing =
  | { readonly kind: 'abandoned' }
  | { readonly kind: 'unreached'; readonly outcome: string }
  | {
      readonly kind: 'handled';
      readonly progress: Progress;
      readonly endedBy: EndedBy;
      readonly endedAt: EpochMs;
      /** Required fields still open; empty when complete. */
      readonly missing: readonly string[];
    };

interface Phase<Name extends string> {
  readonly phase: Name;
  readonly head: ContactHead;
  /** Response targets that were met (R-SLA-5). */
  readonly targetsMet: readonly string[];
}

export type Waiting = Phase<'ringing' | 'dialling'> & { readonly since: EpochMs };
export type Active = Phase<'active'> & { readonly conversation: Conversation; readonly progress: Progress };
export type WrapUp = Phase<'wrap-up'> & {
  readonly progress: Progress;
  readonly endedBy: EndedBy;
  readonly endedAt: EpochMs;
};
export type Closed = Phase<'closed'> & { readonly closedAt: EpochMs; readonly closing: Closing };

/** Before its first event a contact does not exist. */
export type ContactState = { readonly phase: 'none' } | Waiting | Active | WrapUp | Closed;

export const NO_CONTACT: ContactState = { phase: 'none' };

export function isOpen(state: ContactState): state is Waiting | Active | WrapUp {
  return state.phase !== 'none' && state.phase !== 'closed';
}

/** What was done so far, in every phase that has a conversation behind it. */
export function progressOf(state: ContactState): Progress | null {
  switch (state.phase) {
    case 'active':
    case 'wrap-up':
      return state.progress;
    case 'closed':
      return state.closing.kind === 'handled' ? state.closing.progress : null;
    default:
      return null;
  }
}

/** The line of a call in conversation, else `null`. */
export function lineOf(state: ContactState): Line | null {
  return state.phase === 'active' && state.conversation.channel === 'call' ? state.conversation.line : null;
}
