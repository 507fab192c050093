import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { CallbackId, CaseId } from '#shared/base/ids.ts';

export type View = 'desk' | 'cases' | 'callbacks' | 'scripts' | 'conflicts' | 'settings';
export type Overlay =
  | 'situations'
  | 'steps'
  | 'terms'
  | 'remedies'
  | 'escalate'
  | 'callback'
  | 'done'
  | 'keys'
  | 'outbound'
  | 'sync'
  | null;

/** What this window shows; not part of the truth and gone with the window. */
export const useShell = defineStore('shell', () => {
  const view = ref<View>('desk');
  const overlay = ref<Overlay>(null);
  /** The case that the case view has open. */
  const openCase = ref<CaseId | null>(null);
  const openCallback = ref<CallbackId | null>(null);
  /** The line that the scripts view is asked to show. */
  const shownLine = ref<string | null>(null);
  /** Settings are opened for the sake of the central service. */
  const serviceWanted = ref(false);
  const panelShown = ref(false);

  function show(next: View): void {
    view.value = next;
    overlay.value = null;
  }

  /** Puts back what was closed too early, unless something else has been opened since. */
  function reopen(closed: Overlay): boolean {
    if (overlay.value !== null) return false;
    overlay.value = closed;
    return true;
  }

  return { view, overlay, openCase, openCallback, shownLine, serviceWanted, panelShown, show, reopen };
});
