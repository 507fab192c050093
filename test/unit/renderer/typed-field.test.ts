import { createPinia, setActivePinia } from 'pinia';
import { effectScope, nextTick, ref, type EffectScope } from 'vue';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { useTypedField } from '../../../src-renderer/form/typed-field.ts';
import { useDesk } from '../../../src-renderer/store/desk.ts';

const CASE = 'a case' as CaseId;
const stored = ref('');
/** What the workstation was asked to write, which it answers when it is let to. */
let written: string[];
let answers: (() => void)[];
let scope: EffectScope;

beforeEach(() => {
  vi.stubGlobal('addEventListener', () => undefined);
  setActivePinia(createPinia());
  [written, answers, stored.value] = [[], [], ''];
  scope = effectScope(true);
  vi.spyOn(useDesk(), 'request').mockImplementation((...[method, payload]: unknown[]) => {
    if (method === 'case.edit') written.push((payload as { value: string }).value);
    return new Promise((resolve) => answers.push(() => resolve({ ok: true, value: { savedAt: 1 } } as never)));
  });
});
afterEach(() => {
  scope.stop();
  vi.unstubAllGlobals();
});

/** An input as the field sees it: what is assigned to its value is what stands there. */
class Input {
  value = '';
  selectionStart: number | null = 0;
  selectionEnd: number | null = 0;
  readonly #field: ReturnType<typeof useTypedField>;

  constructor() {
    this.#field = scope.run(() => useTypedField(CASE, 'facts', stored))!;
  }

  get text(): string {
    return this.#field.text.value;
  }

  enter(): void {
    this.#field.listeners.focus(this.#event);
  }

  type(text: string): void {
    this.value = text;
    this.#field.listeners.input(this.#event);
  }

  composes(text: string): void {
    this.#field.listeners.compositionstart();
    this.type(text);
  }

  composed(text: string): void {
    this.value = text;
    this.#field.listeners.compositionend(this.#event);
  }

  selectionDirection: string | null = 'none';

  setSelectionRange(start: number, end: number, direction = 'none'): void {
    [this.selectionStart, this.selectionEnd, this.selectionDirection] = [start, end, direction];
  }

  get #event(): never {
    return { target: this } as never;
  }
}

async function told(text: string): Promise<void> {
  stored.value = text;
  await nextTick();
  await nextTick();
}

async function saved(): Promise<void> {
  while (answers.length > 0) {
    answers.shift()?.();
    await nextTick();
    await nextTick();
  }
}

test('what a colleague writes appears in a field that has the cursor and nothing of its own', async () => {
  const input = new Input();
  input.enter();
  await told('充电盒不亮');
  expect(input.text).toBe('充电盒不亮');
  // What is typed next comes behind it.
  expect(input.selectionStart).toBe(5);
});

test('also after typing that was saved: one more letter does not put back what the colleague changed', async () => {
  const input = new Input();
  input.enter();
  input.type('左耳');
  await saved();
  await told('左耳');
  await told('左耳没有声音');
  expect(input.text).toBe('左耳没有声音');
  input.type('左耳没有声音。');
  expect(written.at(-1)).toBe('左耳没有声音。');
});

test('the caret stays where it was in the text', async () => {
  await told('左耳没有声音');
  const input = new Input();
  input.enter();
  input.setSelectionRange(2, 2);
  stored.value = '左耳没有声音，右耳正常';
  await nextTick();
  input.setSelectionRange(11, 11);
  await nextTick();
  expect([input.selectionStart, input.selectionEnd]).toEqual([2, 2]);
});

test('nothing is taken over while letters are on their way, nor into a composition', async () => {
  const input = new Input();
  input.enter();
  input.type('左');
  await told('别的');
  expect(input.text).toBe('左');
  input.type('左耳');
  await saved();
  expect(written.at(-1)).toBe('左耳');
});

test('a composition is not broken into, and what came meanwhile is no reason to lose it', async () => {
  const input = new Input();
  input.enter();
  input.composes('zuo');
  await told('别的');
  expect(input.text).toBe('zuo');
  input.composed('左');
  expect(input.text).toBe('左');
});

test('a composition that comes to nothing does not put the text before it back over what came meanwhile', async () => {
  await told('左耳');
  const input = new Input();
  input.enter();
  input.composes('左耳zuo');
  await told('右耳');
  input.type('左耳');
  input.composed('左耳');
  expect(written).toEqual([]);
  expect(input.text).toBe('右耳');
});

test('the end stays the end, and what is behind the caret stays behind it, when something comes before it', async () => {
  const input = new Input();
  await told('左耳没有声音');
  for (const [caret, then] of [
    [6, 11],
    [2, 7],
  ] as const) {
    await told('左耳没有声音');
    input.type(input.text);
    await saved();
    input.enter();
    input.setSelectionRange(caret, caret);
    await told('昨天买的。左耳没有声音');
    expect(input.selectionStart).toBe(then);
  }
});

test('what is being selected stays as it is while the own letters are stored', async () => {
  const input = new Input();
  input.enter();
  input.type('左耳');
  input.setSelectionRange(0, 2, 'backward');
  await saved();
  await told('左耳');
  await told('左耳。');
  expect([input.selectionStart, input.selectionEnd, input.selectionDirection]).toEqual([0, 2, 'backward']);
});
