import { defineStore } from 'pinia';
import { computed, ref } from 'vue';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly text: string;
  /** What to do next, or what is safe. */
  readonly more: string;
  readonly until: number;
  readonly undo: (() => void) | null;
}

const STAYS_MS = 4_000;
const BAD_STAYS_MS = 9_000;

/** Short messages at the edge. Nothing that must be read is only here. */
export const useToasts = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([]);
  let last = 0;

  function add(toast: {
    tone?: Toast['tone'];
    text: string;
    more?: string;
    stays?: number;
    undo?: () => void;
  }): number {
    last += 1;
    const id = last;
    const tone = toast.tone ?? 'good';
    const stays = toast.stays ?? (tone === 'bad' ? BAD_STAYS_MS : STAYS_MS);
    const { text, more = '', undo = null } = toast;
    // The same words twice are one message.
    toasts.value = toasts.value.filter((other) => other.text !== text || other.undo !== null);
    toasts.value.push({ id, tone, text, more, until: Date.now() + stays, undo });
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
