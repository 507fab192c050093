import { assertNever } from '../../base/assert-never.ts';
import type { ContactState, Line, Progress } from './state.ts';

/** The wall clock was set: every moment that something still runs from moves along, so that its length stays true. */
export function shifted(state: Exclude<ContactState, { phase: 'none' }>, byMs: number): ContactState {
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
