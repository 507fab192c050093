import { describe, expect, test } from 'vitest';
import { NO_CONTACT } from '#shared/domain/contact/state.ts';
import { after, events, IN, open, type Command } from './kit.ts';

const call: readonly (readonly [number, Command])[] = [
  [0, open()],
  [7_000, { type: 'answer' }],
];

describe('the end of a contact', () => {
  test('R-CLO-2: a conversation is not closed before it has ended', () => {
    expect(events(IN.connected, { type: 'close', leaveToBeCompleted: true }, 9_000)).toEqual({
      code: 'wrong-phase',
      phase: 'active',
    });
  });

  test('missing fields stop a close, unless they are left as a visible debt', () => {
    const close = (leaveToBeCompleted: boolean): Command => ({ type: 'close', leaveToBeCompleted });
    expect(events(IN['wrap-up'], close(false), 30_000, ['product'])).toEqual({
      code: 'fields-missing',
      fields: ['product'],
    });
    expect(events(IN['wrap-up'], close(true), 30_000, ['product'])).toEqual([{ type: 'closed', missing: ['product'] }]);
    const completed = after(
      [...call, [20_000, { type: 'end', by: 'customer' }], [30_000, close(true)], [90_000, { type: 'complete' }]],
      ['product'],
    );
    expect(completed).toMatchObject({ phase: 'closed', closing: { kind: 'handled', missing: [] } });
  });

  test.each([
    [35_000, [{ type: 'close-undone' }]],
    [35_001, { code: 'undo-too-late' }],
    [25_000, [{ type: 'close-undone' }]],
    [24_999, { code: 'undo-too-late' }],
  ])('a close is taken back within 5 s (closed at 30,000, asked at %d)', (at, expected) => {
    expect(events(IN.closed, { type: 'undo-close' }, at)).toEqual(expected);
  });
});

describe('what the pack does not know is refused', () => {
  test.each([
    [{ type: 'classify', scenario: 'x' }, 'scenario', 'x'],
    [{ type: 'enter-stage', stage: 'x' }, 'stage', 'x'],
    [{ type: 'enter-situation', situation: 'x' }, 'situation', 'x'],
    [{ type: 'enter-situation', situation: 'constructor' }, 'situation', 'constructor'],
    [{ type: 'enter-situation', situation: '__proto__' }, 'situation', '__proto__'],
    [{ type: 'tag-mood', mood: 'x' }, 'mood', 'x'],
    [{ type: 'arrange-transfer', department: 'x' }, 'department', 'x'],
    [{ type: 'meet-target', target: 'x' }, 'target', 'x'],
    [{ type: 'use-line', line: 'x', via: 'spoken' }, 'line', 'x'],
  ] as const)('%j', (command, kind, id) => {
    expect(events(IN.connected, command, 9_000)).toEqual({ code: 'not-in-pack', kind, id });
  });

  test('a contact does not open with a scenario that is not there', () => {
    const command: Command = { ...open(), scenario: 'x' } as Command;
    expect(events(NO_CONTACT, command, 0)).toEqual({ code: 'not-in-pack', kind: 'scenario', id: 'x' });
  });
});

test('R-EMO-2: a situation sets its mood, once', () => {
  expect(events(IN.connected, { type: 'enter-situation', situation: 'angry' }, 9_000)).toEqual([
    { type: 'situation-entered', situation: 'angry' },
    { type: 'mood-tagged', mood: 'angry' },
  ]);
  const angry = after([...call, [8_000, { type: 'tag-mood', mood: 'angry' }]]);
  expect(events(angry, { type: 'enter-situation', situation: 'angry' }, 9_000)).toEqual([
    { type: 'situation-entered', situation: 'angry' },
  ]);
});

test('R-STG-6: stages go on in their order, and after the last there is no next', () => {
  const last = after([...call, [8_000, { type: 'next-stage' }], [9_000, { type: 'next-stage' }]]);
  expect(last).toMatchObject({
    progress: { stage: 'solve', visited: ['greet', 'listen', 'solve'] },
    targetsMet: [],
  });
  expect(events(last, { type: 'next-stage' }, 10_000)).toEqual({ code: 'no-further-stage' });
});
