import type { EpochMs } from '../../base/clock.ts';
import { assertNever } from '../../base/assert-never.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { ContactEvent, ContactEventType } from './event.ts';
import type { Active, Closed, ContactState, Line, Progress, Waiting, WrapUp } from './state.ts';

/** An event that cannot have happened in this state: the log is damaged or was not written by this machine. */
export interface Misfit {
  readonly code: 'event-misfit';
  readonly event: ContactEventType;
  readonly phase: ContactState['phase'];
}

type Applied = Result<ContactState, Misfit>;

/**
 * Makes the next state of one event that happened at `at`. Total: every event in every state gives a state or a `Misfit`;
 * the state given is never changed. Replaying a contact's events from `NO_CONTACT` gives its state.
 */
export function applyEvent(state: ContactState, event: ContactEvent, at: EpochMs): Applied {
  const next =
    state.phase === 'none'
      ? whenNone(event, at)
      : event.type === 'clock-shifted'
        ? shifted(state, event.byMs)
        : event.type === 'target-met'
          ? targetMet(state, event.target)
          : inPhase(state, event, at);
  return next === null ? fail({ code: 'event-misfit', event: event.type, phase: state.phase }) : ok(next);
}

function inPhase(
  state: Exclude<ContactState, { phase: 'none' }>,
  event: ContactEvent,
  at: EpochMs,
): ContactState | null {
  switch (state.phase) {
    case 'ringing':
    case 'dialling':
      return whenWaiting(state, event, at);
    case 'active':
      return whenActive(state, event, at);
    case 'wrap-up':
      return whenWrapUp(state, event, at);
    case 'closed':
      return whenClosed(state, event);
    default:
      return assertNever(state);
  }
}

function whenNone(event: ContactEvent, at: EpochMs): ContactState | null {
  if (event.type !== 'opened') return null;
  const { channel, direction, scenario, callback } = event;
  return {
    phase: direction === 'inbound' ? 'ringing' : 'dialling',
    head: { channel, direction, scenario, callback, openedAt: at },
    targetsMet: [],
    since: at,
  };
}

function whenWaiting(state: Waiting, event: ContactEvent, at: EpochMs): ContactState | null {
  const { head, targetsMet } = state;
  const unanswered = (closing: Closed['closing']): Closed => ({
    phase: 'closed',
    head,
    targetsMet,
    closedAt: at,
    closing,
  });
  switch (event.type) {
    case 'answered':
      if (state.phase !== 'ringing') return null;
      return begun(state, { ...newProgress(event.stage), answer: { rings: event.rings, afterMs: event.afterMs } });
    case 'reached':
      if (state.phase !== 'dialling') return null;
      return begun(state, { ...newProgress(event.stage), party: event.party });
    case 'abandoned':
      return state.phase === 'ringing' ? unanswered({ kind: 'abandoned' }) : null;
    case 'attempt-failed':
      return state.phase === 'dialling' ? unanswered({ kind: 'unreached', outcome: event.outcome }) : null;
    case 'classified':
      return { ...state, head: { ...head, scenario: event.scenario } };
    default:
      return null;
  }
}

function begun({ head, targetsMet }: Waiting, progress: Progress): Active {
  const conversation: Active['conversation'] =
    head.channel === 'call' ? { channel: 'call', line: { kind: 'connected' } } : { channel: 'chat' };
  return { phase: 'active', head, targetsMet, conversation, progress };
}

function newProgress(stage: string): Progress {
  return {
    answer: null,
    party: 'customer',
    stage,
    visited: [stage],
    situation: null,
    situationsSeen: [],
    mood: null,
    linesUsed: {},
    holds: { count: 0, totalMs: 0, longestMs: 0, overLimit: 0, lastOverLimit: false, lastReason: null },
    silences: 0,
    drops: 0,
    department: null,
    callbacks: [],
  };
}

function whenActive(state: Active, event: ContactEvent, at: EpochMs): ContactState | null {
  const recorded = record(state.progress, event, at);
  if (recorded !== null) return { ...state, progress: recorded };
  switch (event.type) {
    case 'classified':
      return { ...state, head: { ...state.head, scenario: event.scenario } };
    case 'ended': {
      if (state.conversation.channel === 'call' && state.conversation.line.kind === 'hold') return null;
      const { head, targetsMet, progress } = state;
      return { phase: 'wrap-up', head, targetsMet, progress, endedBy: event.by, endedAt: at };
    }
    default:
      return state.conversation.channel === 'call' ? onLine(state, state.conversation.line, event, at) : null;
  }
}

/** What can be recorded of a conversation while it runs and, where it makes sense, while it is wrapped up. */
function record(progress: Progress, event: ContactEvent, at: EpochMs): Progress | null {
  switch (event.type) {
    case 'stage-entered':
      return { ...progress, stage: event.stage, visited: withItem(progress.visited, event.stage), situation: null };
    case 'situation-entered':
      return {
        ...progress,
        situation: event.situation,
        situationsSeen: withItem(progress.situationsSeen, event.situation),
      };
    case 'situation-left':
      return progress.situation === null ? null : { ...progress, situation: null };
    case 'mood-tagged':
      return { ...progress, mood: event.mood };
    case 'party-changed':
      return progress.party === event.party ? null : { ...progress, party: event.party };
    case 'line-used': {
      const times = (progress.linesUsed[event.line]?.times ?? 0) + 1;
      return { ...progress, linesUsed: { ...progress.linesUsed, [event.line]: { times, lastAt: at } } };
    }
    case 'transfer-arranged':
      return { ...progress, department: event.department };
    case 'callback-promised': {
      // One that was moved is still one promise.
      const others = progress.callbacks.filter(({ id }) => id !== event.callback);
      return { ...progress, callbacks: [...others, { id: event.callback, dueAt: event.dueAt }] };
    }
    case 'callback-withdrawn': {
      const callbacks = progress.callbacks.filter(({ id }) => id !== event.callback);
      return callbacks.length === progress.callbacks.length ? null : { ...progress, callbacks };
    }
    default:
      return null;
  }
}

function onLine(state: Active, line: Line, event: ContactEvent, at: EpochMs): ContactState | null {
  const { progress } = state;
  const go = (next: Line, done: Partial<Progress> = {}): Active => ({
    ...state,
    conversation: { channel: 'call', line: next },
    progress: { ...progress, ...done },
  });
  switch (event.type) {
    case 'hold-started': {
      if (line.kind !== 'connected') return null;
      const holds = { ...progress.holds, count: progress.holds.count + 1 };
      return go({ kind: 'hold', since: at, reason: event.reason, limitReached: false }, { holds });
    }
    case 'hold-reason-given':
      return line.kind === 'hold' ? go({ ...line, reason: event.reason }) : null;
    case 'hold-limit-reached':
      return line.kind === 'hold' && !line.limitReached ? go({ ...line, limitReached: true }) : null;
    case 'hold-ended': {
      if (line.kind !== 'hold') return null;
      const holds = {
        count: progress.holds.count,
        totalMs: progress.holds.totalMs + event.heldMs,
        longestMs: Math.max(progress.holds.longestMs, event.heldMs),
        overLimit: progress.holds.overLimit + (line.limitReached ? 1 : 0),
        lastOverLimit: line.limitReached,
        lastReason: line.reason,
      };
      return go({ kind: 'connected' }, { holds });
    }
    case 'silence-started':
      if (line.kind !== 'connected') return null;
      return go({ kind: 'silent', since: at, step: 1, ranOut: false }, { silences: progress.silences + 1 });
    case 'silence-prompted':
      if (line.kind !== 'silent' || line.ranOut || event.step !== line.step + 1) return null;
      return go({ kind: 'silent', since: at, step: event.step, ranOut: false });
    case 'silence-ran-out':
      return line.kind === 'silent' && !line.ranOut ? go({ ...line, ranOut: true }) : null;
    case 'silence-ended':
      return line.kind === 'silent' ? go({ kind: 'connected' }) : null;
    case 'line-dropped':
      if (line.kind !== 'connected') return null;
      return go({ kind: 'dropped', since: at, redials: 0 }, { drops: progress.drops + 1 });
    case 'redialled':
      if (line.kind !== 'dropped' || event.attempt !== line.redials + 1) return null;
      return go({ ...line, redials: event.attempt });
    case 'reconnected':
      return line.kind === 'dropped' ? go({ kind: 'connected' }) : null;
    default:
      return null;
  }
}

/** After the end there is no line, but a mood, a note line, a promise or the scenario may still be put right. */
function whenWrapUp(state: WrapUp, event: ContactEvent, at: EpochMs): ContactState | null {
  switch (event.type) {
    case 'closed':
      return {
        phase: 'closed',
        head: state.head,
        targetsMet: state.targetsMet,
        closedAt: at,
        closing: {
          kind: 'handled',
          progress: state.progress,
          endedBy: state.endedBy,
          endedAt: state.endedAt,
          missing: event.missing,
        },
      };
    case 'classified':
      return { ...state, head: { ...state.head, scenario: event.scenario } };
    case 'mood-tagged':
    case 'line-used':
    case 'transfer-arranged':
    case 'callback-promised':
    case 'callback-withdrawn': {
      const progress = record(state.progress, event, at);
      return progress === null ? null : { ...state, progress };
    }
    default:
      return null;
  }
}

function whenClosed(state: Closed, event: ContactEvent): ContactState | null {
  const { head, targetsMet, closing } = state;
  if (closing.kind !== 'handled') return null;
  switch (event.type) {
    case 'close-undone': {
      const { progress, endedBy, endedAt } = closing;
      return { phase: 'wrap-up', head, targetsMet, progress, endedBy, endedAt };
    }
    case 'completed':
      return closing.missing.length === 0 ? null : { ...state, closing: { ...closing, missing: [] } };
    default:
      return null;
  }
}

function targetMet(state: Exclude<ContactState, { phase: 'none' }>, target: string): ContactState | null {
  return state.targetsMet.includes(target) ? null : { ...state, targetsMet: [...state.targetsMet, target] };
}

/** The wall clock was set: every moment that something still runs from moves along, so that its length stays true. */
function shifted(state: Exclude<ContactState, { phase: 'none' }>, byMs: number): ContactState {
  const head = { ...state.head, openedAt: state.head.openedAt + byMs };
  const moved = (progress: Progress): Progress => ({
    ...progress,
    callbacks: progress.callbacks.map(({ id, dueAt }) => ({ id, dueAt: dueAt + byMs })),
  });
  switch (state.phase) {
    case 'ringing':
    case 'dialling':
      return { ...state, head, since: state.since + byMs };
    case 'active': {
      const { conversation } = state;
      const progress = moved(state.progress);
      if (conversation.channel === 'chat' || conversation.line.kind === 'connected')
        return { ...state, head, progress };
      const line: Line = { ...conversation.line, since: conversation.line.since + byMs };
      return { ...state, head, progress, conversation: { channel: 'call', line } };
    }
    case 'wrap-up':
      return { ...state, head, progress: moved(state.progress), endedAt: state.endedAt + byMs };
    case 'closed': {
      const { closing } = state;
      const closedAt = state.closedAt + byMs;
      if (closing.kind !== 'handled') return { ...state, head, closedAt };
      const handled = { ...closing, progress: moved(closing.progress), endedAt: closing.endedAt + byMs };
      return { ...state, head, closedAt, closing: handled };
    }
    default:
      return assertNever(state);
  }
}

function withItem(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list : [...list, item];
}
