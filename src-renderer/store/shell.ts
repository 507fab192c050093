import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import type { CallbackId, CaseId } from '#shared/base/ids.ts';
import { useDesk } from './desk.ts';

export type View = 'desk' | 'cases' | 'callbacks' | 'scripts' | 'conflicts' | 'settings';
/** What is about the contact in front. */
const OVER_CONTACT = [
  'situations',
  'steps',
  'terms',
  'remedies',
  'escalate',
  'escalate-number',
  'callback',
  'done',
] as const;
export type Overlay = (typeof OVER_CONTACT)[number] | 'keys' | 'outbound' | 'sync' | null;

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

  // Nothing that was begun for one customer is finished for another.
  const desk = useDesk();
  watch(
    () => desk.focused?.id,
    () => {
      if (OVER_CONTACT.some((over) => over === overlay.value)) overlay.value = null;
    },
  );
  // The desk was emptied: what was open in any window is not there any more.
  watch(
    () => desk.settings?.sampleData,
    (_, before) => {
      if (before === true) [openCase.value, openCallback.value] = [null, null];
    },
  );

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
