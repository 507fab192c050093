import type { SyncView } from '#shared/contract/views.ts';
import { isOpen, lineOf, type ContactState } from '#shared/domain/contact/state.ts';

/** As long as nobody is served. `paused`: no contact may begin, the desk was too long without its service. */
type Idle = 'ready' | 'break' | 'paused';
export type AgentState =
  Idle | 'ringing' | 'dialling' | 'talking' | 'chatting' | 'hold' | 'silent' | 'dropped' | 'wrap-up';

/** What the agent is doing, and since when where that is known. */
export interface AgentNow {
  readonly state: AgentState;
  readonly since: number | null;
}

export function idleOf(onBreak: boolean, { lease }: Pick<SyncView, 'lease'>): Idle {
  if (lease?.phase === 'over') return 'paused';
  return onBreak ? 'break' : 'ready';
}

export function agentStateOf(contact: ContactState | undefined, idle: Idle): AgentNow {
  if (contact === undefined || !isOpen(contact)) return { state: idle, since: null };
  switch (contact.phase) {
    case 'ringing':
    case 'dialling':
      return { state: contact.phase, since: contact.since };
    case 'wrap-up':
      return { state: 'wrap-up', since: contact.endedAt };
    case 'active': {
      const line = lineOf(contact);
      if (line !== null && line.kind !== 'connected') return { state: line.kind, since: line.since };
      // How long a caller waited for the answer is not talk; when an outbound call was picked up is not kept.
      const since = contact.head.openedAt + (contact.progress.answer?.afterMs ?? 0);
      return { state: line === null ? 'chatting' : 'talking', since };
    }
  }
}
