import { onScopeDispose, watch } from 'vue';
import type { CaseId } from '#shared/base/ids.ts';
import { useDesk } from '../store/desk.ts';

/** Says that this window shows a case, for as long as it does; said again to a workstation that was started anew. */
export function useWatchCase(caseId: () => CaseId): void {
  const desk = useDesk();
  const say = (id: CaseId | null): void => void desk.request('case.watch', { caseId: id });
  watch(caseId, say, { immediate: true });
  onScopeDispose(desk.onReopened(() => say(caseId())));
  onScopeDispose(() => say(null));
}
