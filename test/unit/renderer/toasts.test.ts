import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, test, vi } from 'vitest';
import { useToasts } from '../../../src-renderer/store/toasts.ts';

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
});

test('two offers to undo: each takes back its own, the key the newest', () => {
  const toasts = useToasts();
  const undone: string[] = [];
  const first = toasts.add({ text: 'first', undo: () => undone.push('first') });
  toasts.add({ text: 'second', undo: () => undone.push('second') });
  toasts.add({ text: 'no undo' });
  expect(toasts.newestUndo).not.toBe(first);
  expect(toasts.undo(first)).toBe(true);
  expect(toasts.undo(first)).toBe(false);
  expect(undone).toEqual(['first']);
  expect(toasts.undoNewest()).toBe(true);
  expect(toasts.undoNewest()).toBe(false);
  expect(undone).toEqual(['first', 'second']);
});
