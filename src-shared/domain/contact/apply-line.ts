import type { EpochMs } from '../../base/clock.ts';
import type { ContactEvent } from './event.ts';
import type { Active, ContactState, Line, Progress } from './state.ts';

/** What happens on the line of a call: holds, silence, a dropped line. `null`: it cannot happen now. */
export function onLine(state: Active, line: Line, event: ContactEvent, at: EpochMs): ContactState | null {
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
