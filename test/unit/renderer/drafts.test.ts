import { createPinia, setActivePinia } from 'pinia';
import { computed, effectScope, nextTick, watchEffect } from 'vue';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { useDesk } from '../../../src-renderer/store/desk.ts';
import { useDrafts } from '../../../src-renderer/store/drafts.ts';

type Asked = readonly [method: string, payload: { readonly caseId: CaseId; readonly field?: string }];

const [first, second] = ['first' as CaseId, 'second' as CaseId];
const scope = effectScope(true);
let asked: Asked[];
/** Answers come when they are let out. */
let answers: (() => void)[];
let savedAt: number;

beforeEach(() => {
  vi.stubGlobal('addEventListener', () => undefined);
  setActivePinia(createPinia());
  [asked, answers, savedAt] = [[], [], 1_000];
  vi.spyOn(useDesk(), 'request').mockImplementation((...call: unknown[]) => {
    asked.push(call as unknown as Asked);
    return new Promise((resolve) =>
      answers.push(() => resolve({ ok: true, value: { savedAt: (savedAt += 1) } as never })),
    );
  });
});
afterEach(() => vi.unstubAllGlobals());

async function letOut(): Promise<void> {
  while (answers.length > 0) {
    answers.shift()?.();
    await nextTick();
    await nextTick();
  }
}

/** How many things are looked at to tell how a case stands. */
function looksAt(tell: () => unknown): number {
  let looks = 0;
  const watching = effectScope(true);
  watching.run(() => watchEffect(tell, { onTrack: () => (looks += 1) }));
  watching.stop();
  return looks;
}

test('what is looked at with a key does not grow with the fields that were typed in before', async () => {
  const drafts = useDrafts();
  const tell = () => [drafts.stateOf(first), drafts.unsentOf(first)];
  drafts.type(first, 'f0', 'x');
  await letOut();
  const before = looksAt(tell);
  for (let n = 1; n < 100; n += 1) {
    drafts.type(n % 2 === 0 ? first : second, `f${String(n)}`, 'x');
    await letOut();
  }
  expect(looksAt(tell)).toBe(before);
});

test('typing into one case wakes nothing that shows another', async () => {
  const drafts = useDrafts();
  drafts.type(first, 'a', 'x');
  await letOut();
  let told = 0;
  const shown = scope.run(() => computed(() => (told += 1) && [drafts.stateOf(first), drafts.unsentOf(first)]))!;
  expect([shown.value, told]).toEqual([[{ kind: 'saved', at: 1_001 }, {}], 1]);
  drafts.type(second, 'a', 'y');
  await letOut();
  expect([shown.value, told]).toEqual([[{ kind: 'saved', at: 1_001 }, {}], 1]);
});

test('one save of a field is on its way at a time, the newest text is next, and then the typing rests', async () => {
  const drafts = useDrafts();
  for (const text of ['a', 'ab', 'abc']) drafts.type(first, 'facts', text);
  void drafts.settle(first);
  expect([drafts.unsent(first, 'facts'), drafts.stateOf(first)]).toEqual(['abc', { kind: 'saving' }]);
  await letOut();
  expect([drafts.unsent(first, 'facts'), drafts.stateOf(first)]).toEqual([null, { kind: 'saved', at: 1_002 }]);
  expect(asked).toEqual([
    ['case.edit', { caseId: first, field: 'facts', value: 'a' }],
    ['case.edit', { caseId: first, field: 'facts', value: 'abc' }],
    ['case.settle', { caseId: first }],
  ]);
  await drafts.settle(first);
  expect(asked).toHaveLength(3);
});

test('typing that comes back to what is on its way is not sent again; to what another window has overwritten, it is', async () => {
  const drafts = useDrafts();
  for (const text of ['a', 'ab', 'a']) drafts.type(first, 'facts', text);
  await letOut();
  expect(asked).toHaveLength(1);
  drafts.type(first, 'facts', 'a');
  await letOut();
  expect(asked).toHaveLength(2);
});

test('what could not be saved says so, stays what this window has, and is sent when the desk is there again', async () => {
  const drafts = useDrafts();
  const desk = useDesk();
  const gone = vi.spyOn(desk, 'request').mockResolvedValue({ ok: false, error: { code: 'not-connected' } });
  drafts.type(first, 'facts', 'a');
  drafts.type(first, 'feelings', 'b');
  const saved = drafts.whenSaved(first);
  expect(await saved).toBe(false);
  expect([drafts.failureOf(first, 'facts'), drafts.unsentOf(first), drafts.stateOf(first)]).toEqual([
    { code: 'not-connected' },
    { facts: 'a', feelings: 'b' },
    { kind: 'failed', failure: { code: 'not-connected' }, lastSavedAt: null },
  ]);
  gone.mockResolvedValue({ ok: true, value: { savedAt: 7 } as never });
  drafts.retry();
  await vi.waitFor(() => expect(drafts.stateOf(first).kind).toBe('saved'));
  expect([drafts.failureOf(first, 'facts'), drafts.unsentOf(first), drafts.stateOf(first)]).toEqual([
    null,
    {},
    { kind: 'saved', at: 7 },
  ]);
});
