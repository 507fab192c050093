import { computed, type ComputedRef } from 'vue';
import { useDesk } from '../store/desk.ts';
import { agentStateOf, idleOf, type AgentNow } from './agent-state.ts';

export function useAgentState(): ComputedRef<AgentNow> {
  const desk = useDesk();
  return computed(() => {
    const { onBreak, sync } = desk.state ?? { onBreak: false, sync: { lease: null } };
    return agentStateOf(desk.focused?.state, idleOf(onBreak, sync));
  });
}
