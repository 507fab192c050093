import { expect, test } from 'vitest';
import { agentStateOf } from '../../../src-renderer/shell/agent-state.ts';
import { after, NOON, open } from '../contact/kit.ts';

test('a call lasts from when it was answered; how long it rang is not part of it', () => {
  const talking = after([
    [0, open()],
    [7_000, { type: 'answer' }],
  ]);
  expect(agentStateOf(talking, false)).toEqual({ state: 'talking', since: NOON + 7_000 });
});

test('a hold counts from its own beginning', () => {
  const held = after([
    [0, open()],
    [7_000, { type: 'answer' }],
    [10_000, { type: 'start-hold', reason: null }],
  ]);
  expect(agentStateOf(held, false)).toEqual({ state: 'hold', since: NOON + 10_000 });
});

test('without a contact only the break is known', () => {
  expect(agentStateOf(undefined, false)).toEqual({ state: 'ready', since: null });
  expect(agentStateOf(undefined, true)).toEqual({ state: 'break', since: null });
});
