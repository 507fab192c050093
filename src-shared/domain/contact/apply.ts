import type { EpochMs } from '../../base/clock.ts';
import { assertNever } from '../../base/assert-never.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { ContactEvent, ContactEventType } from './event.ts';
import { onLine } from './apply-line.ts';
import { newProgress, record } from './progress.ts';
import { shifted } from './shift.ts';
import type { Active, Closed, ContactState, Progress, Waiting, WrapUp } from './state.ts';

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
          : event.type === 'graded'
            ? graded(state, event.severity)
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
    case 'wording-overridden':
    case 'transfer-arranged':
    case 'callback-promised':
    case 'callback-withdrawn':
    case 'remedy-granted':
    case 'remedy-requested':
    case 'escalated': {
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

function graded(state: Exclude<ContactState, { phase: 'none' }>, severity: string | null): ContactState {
  const { severity: _, ...head } = state.head;
  return { ...state, head: severity === null ? head : { ...head, severity } };
}

function targetMet(state: Exclude<ContactState, { phase: 'none' }>, target: string): ContactState | null {
  return state.targetsMet.includes(target) ? null : { ...state, targetsMet: [...state.targetsMet, target] };
}
