import { computed, type ComputedRef } from 'vue';
import { useDesk } from '../store/desk.ts';
import { agentStateOf, type AgentNow } from './agent-state.ts';

export function useAgentState(): ComputedRef<AgentNow> {
  const desk = useDesk();
  return computed(() => agentStateOf(desk.focused?.state, desk.state?.onBreak === true));
}
