import { isOpen, lineOf, type ContactState } from '#shared/domain/contact/state.ts';

export type AgentState =
  'ready' | 'break' | 'ringing' | 'dialling' | 'talking' | 'chatting' | 'hold' | 'silent' | 'dropped' | 'wrap-up';

/** What the agent is doing, and since when where that is known. */
export interface AgentNow {
  readonly state: AgentState;
  readonly since: number | null;
}

export function agentStateOf(contact: ContactState | undefined, onBreak: boolean): AgentNow {
  if (contact === undefined || !isOpen(contact)) return { state: onBreak ? 'break' : 'ready', since: null };
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
