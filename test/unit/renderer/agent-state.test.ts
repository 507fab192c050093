import { expect, test } from 'vitest';
import { agentStateOf, idleOf } from '../../../src-renderer/shell/agent-state.ts';
import { after, NOON, open } from '../contact/kit.ts';

test('a call lasts from when it was answered; how long it rang is not part of it', () => {
  const talking = after([
    [0, open()],
    [7_000, { type: 'answer' }],
  ]);
  expect(agentStateOf(talking, 'ready')).toEqual({ state: 'talking', since: NOON + 7_000 });
});

test('a hold counts from its own beginning', () => {
  const held = after([
    [0, open()],
    [7_000, { type: 'answer' }],
    [10_000, { type: 'start-hold', reason: null }],
  ]);
  expect(agentStateOf(held, 'paused')).toEqual({ state: 'hold', since: NOON + 10_000 });
});

test('without a contact it is as nobody is served: ready, at a break, or too long without the service', () => {
  const over = { lease: { phase: 'over', days: 30, daysLeft: 0 } } as const;
  const idle = [idleOf(false, { lease: null }), idleOf(true, { lease: null }), idleOf(true, over)];
  expect(idle.map((each) => agentStateOf(undefined, each))).toEqual([
    ...[
      { state: 'ready', since: null },
      { state: 'break', since: null },
      { state: 'paused', since: null },
    ],
  ]);
});
