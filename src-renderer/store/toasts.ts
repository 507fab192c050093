import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import type { ContactId } from '#shared/base/ids.ts';
import { useDesk } from './desk.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly text: string;
  /** What to do next, or what is safe. */
  readonly more: string;
  readonly until: number;
  readonly undo: (() => void) | null;
  /** It tells only of this contact. */
  readonly about: ContactId | null;
}

const STAYS_MS = 4_000;
const BAD_STAYS_MS = 9_000;

/** Short messages at the edge. Nothing that must be read is only here. */
export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([]);
  let last = 0;

  // What was said of one customer is not read in the talk with the next; what can be taken back still can.
  const desk = useDesk();
  watch(
    () => desk.focused?.id,
    (id) => {
      if (id === undefined) return;
      toasts.value = toasts.value.filter(({ about, undo }) => about === null || about === id || undo !== null);
    },
  );

  // The desk was emptied: what any of them speaks of is not there any more.
  watch(
    () => desk.settings?.sampleData,
    (_, before) => {
      if (before === true) toasts.value = [];
    },
  );

  function add(toast: {
    tone?: Toast['tone'];
    text: string;
    more?: string;
    stays?: number;
    undo?: () => void;
    about?: ContactId;
  }): number {
    last += 1;
    const id = last;
    const tone = toast.tone ?? 'good';
    const stays = toast.stays ?? (tone === 'bad' ? BAD_STAYS_MS : STAYS_MS);
    const { text, more = '', undo = null, about = null } = toast;
    // The same words twice are one message.
    toasts.value = toasts.value.filter((other) => other.text !== text || other.undo !== null);
    toasts.value.push({ id, tone, text, more, until: Date.now() + stays, undo, about });
    setTimeout(() => remove(id), stays);
    return id;
  }

  function remove(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  /** The toast that the key of undoing is for. */
  const newestUndo = computed(() => toasts.value.findLast((toast) => toast.undo !== null)?.id ?? null);

  /** Takes back what this toast offers to take back. */
  function undo(id: number): boolean {
    const toast = toasts.value.find((candidate) => candidate.id === id);
    if (toast === undefined) return false;
    remove(id);
    toast.undo?.();
    return true;
  }

  function undoNewest(): boolean {
    return newestUndo.value !== null && undo(newestUndo.value);
  }

  return { toasts, newestUndo, add, remove, undo, undoNewest };
});
