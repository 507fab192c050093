import { computed, type ComputedRef } from 'vue';
import { isOpen, lineOf } from '#shared/domain/contact/state.ts';
import { useDesk } from '../store/desk.ts';

export type AgentState =
  'ready' | 'break' | 'ringing' | 'dialling' | 'talking' | 'chatting' | 'hold' | 'silent' | 'dropped' | 'wrap-up';

/** What the agent is doing, and since when where that is known. */
export function useAgentState(): ComputedRef<{ readonly state: AgentState; readonly since: number | null }> {
  const desk = useDesk();
  return computed(() => {
    const contact = desk.focused?.state;
    if (contact === undefined || !isOpen(contact)) {
      return { state: desk.state?.onBreak === true ? 'break' : 'ready', since: null };
    }
    switch (contact.phase) {
      case 'ringing':
      case 'dialling':
        return { state: contact.phase, since: contact.since };
      case 'wrap-up':
        return { state: 'wrap-up', since: contact.endedAt };
      case 'active': {
        const line = lineOf(contact);
        if (line === null) return { state: 'chatting', since: contact.head.openedAt };
        if (line.kind === 'connected') return { state: 'talking', since: contact.head.openedAt };
        return { state: line.kind, since: line.since };
      }
    }
  });
}
