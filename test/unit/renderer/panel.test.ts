import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { usePanel } from '../../../src-renderer/panel/use-panel.ts';
import { useShell } from '../../../src-renderer/store/shell.ts';

// It complains in words, and words need a component.
vi.mock('../../../src-renderer/store/run.ts', () => ({ useRun: () => ({}) }));

/** A floating window that the browser opens when it likes. */
function floating() {
  const opened = { close: vi.fn(), addEventListener: () => undefined, document: { head: { append: () => undefined } } };
  const { promise, resolve } = Promise.withResolvers<typeof opened>();
  return { opened, requestWindow: () => promise, open: () => resolve(opened) };
}

let wanted: ReturnType<typeof floating>;
beforeEach(() => {
  setActivePinia(createPinia());
  wanted = floating();
  vi.stubGlobal('window', { documentPictureInPicture: { requestWindow: () => wanted.requestWindow() } });
  vi.stubGlobal('document', { querySelectorAll: () => [] });
});
afterEach(() => vi.unstubAllGlobals());

test('a panel that was put away before its window came is not there when it comes', async () => {
  const panel = usePanel();
  panel.toggle();
  panel.toggle();
  wanted.open();
  await vi.waitFor(() => expect(wanted.opened.close).toHaveBeenCalledOnce());
  expect([panel.floating.value, useShell().panelShown]).toEqual([null, false]);
});

test('a window that comes while the panel is wanted is its window', async () => {
  const panel = usePanel();
  panel.toggle();
  wanted.open();
  await vi.waitFor(() => expect(panel.floating.value).toBe(wanted.opened));
  expect([wanted.opened.close.mock.calls.length, useShell().panelShown]).toEqual([0, true]);
});
