import { defineStore } from 'pinia';
import { ref } from 'vue';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly text: string;
  /** What to do next, or what is safe. */
  readonly more: string;
  readonly until: number;
  readonly startsAt: number;
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
    const startsAt = Date.now();
    const { text, more = '', undo = null } = toast;
    // The same words twice are one message.
    toasts.value = toasts.value.filter((other) => other.text !== text || other.undo !== null);
    toasts.value.push({ id, tone, text, more, startsAt, until: startsAt + stays, undo });
    setTimeout(() => remove(id), stays);
    return id;
  }

  function remove(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  /** Takes back what the newest toast offers to take back. */
  function undoNewest(): boolean {
    const toast = toasts.value.findLast((candidate) => candidate.undo !== null);
    if (toast === undefined) return false;
    remove(toast.id);
    toast.undo?.();
    return true;
  }

  return { toasts, add, remove, undoNewest };
});
