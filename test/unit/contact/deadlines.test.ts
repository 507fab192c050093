import { describe, expect, test } from 'vitest';
import { deadlinesOf, type Deadline } from '#shared/domain/contact/deadlines.ts';
import type { ContactState } from '#shared/domain/contact/state.ts';
import { after, IN, NOON, DAYS, open, POLICY, shanghai, type Command } from './kit.ts';

/** Key, beginning, warning and end, the moments as ms after the contact was opened. */
function running(state: ContactState): readonly unknown[] {
  const since = (at: number | null): number | null => (at === null ? null : at - NOON);
  return deadlinesOf(state, POLICY, DAYS).map((deadline: Deadline) => [
    ...[deadline.key, since(deadline.startsAt), since(deadline.warnAt), since(deadline.dueAt)],
  ]);
}

const call: readonly (readonly [number, Command])[] = [
  [0, open()],
  [7_000, { type: 'answer' }],
];

describe('what is running out', () => {
  test.each([
    ['R-ANS-1: a ringing call, of its second and third ring', IN.ringing, [['ring', 0, 10_000, 15_000]]],
    ['R-SLA-4: a chat that waits for a first word', IN['chat waiting'], [['acknowledge', 0, null, 20_000]]],
    ['nothing while we dial', IN.dialling, []],
    ['nothing on an open line', IN.connected, []],
    ['R-HOLD-2: a hold', IN.hold, [['hold-1', 10_000, 55_000, 70_000]]],
    ['R-SIT-5: the first pause of a silent line', IN.silent, [['silence-1-1', 10_000, null, 15_000]]],
    ['R-CB-5: a dropped line', IN.dropped, [['redial-1', 10_000, null, 40_000]]],
    ['R-SLA-4: a chat owes a plan', IN.chat, [['target-chat', 0, 225_000, 300_000]]],
    ['nothing of a contact that was wrapped up', IN['wrap-up'], []],
    ['nothing of a caller who gave up', IN.abandoned, []],
    ['nothing of an attempt that reached nobody', IN.unreached, []],
  ] as const)('%s', (_, state, expected) => {
    expect(running(state)).toEqual(expected);
  });

  test('R-HOLD-2: a second hold has a countdown of its own', () => {
    const again = after([
      ...call,
      [10_000, { type: 'start-hold', reason: null }],
      [20_000, { type: 'end-hold', by: 'back' }],
      [30_000, { type: 'start-hold', reason: null }],
    ]);
    expect(running(again)).toEqual([['hold-2', 30_000, 75_000, 90_000]]);
  });

  test('R-SIT-5: after the last pause nothing runs, and a redial does not move the deadline of a dropped line', () => {
    const up = (step: number): readonly [number, Command] => [
      10_000 + step * 5_000,
      { type: 'time-is-up', key: `silence-1-${step}` },
    ];
    expect(running(after([...call, [10_000, { type: 'start-silence' }], up(1), up(2), up(3)]))).toEqual([]);
    expect(running(after([...call, [10_000, { type: 'drop-line' }], [35_000, { type: 'redial' }]]))).toEqual([
      ['redial-1', 10_000, null, 40_000],
    ]);
  });

  test('R-SLA-2, R-SLA-3: an issue owes a plan within the hour and progress the same day, through wrap-up and close', () => {
    const targets = [
      ['target-plan', 0, 2_700_000, 3_600_000],
      ['target-today', 0, 29_700_000, 39_600_000],
    ];
    const issue: readonly (readonly [number, Command])[] = [...call, [9_000, { type: 'classify', scenario: 'issue' }]];
    const end: readonly [number, Command] = [20_000, { type: 'end', by: 'customer' }];
    const close: readonly [number, Command] = [30_000, { type: 'close', leaveToBeCompleted: false }];
    expect(running(after(issue))).toEqual(targets);
    expect(running(after([...issue, end]))).toEqual(targets);
    expect(running(after([...issue, end, close]))).toEqual(targets);
    const told: readonly [number, Command] = [40_000, { type: 'meet-target', target: 'today' }];
    expect(running(after([...issue, end, close, told]))).toEqual(targets.slice(0, 1));
    expect(running(after([...issue, [15_000, { type: 'enter-stage', stage: 'solve' }]]))).toEqual(targets.slice(1));
    expect(running(after([...issue, [15_000, { type: 'classify', scenario: 'consult' }]]))).toEqual([]);
  });

  test('R-SLA-3: what begins after the hour of the day is owed by that hour of the next day', () => {
    const late = after([
      ...call,
      [9_000, { type: 'classify', scenario: 'issue' }],
      // 21:30 of the same day.
      [10_000, { type: 'shift-clock', byMs: 11.5 * 3_600_000 }],
    ]);
    const today = deadlinesOf(late, POLICY, DAYS).find(({ key }) => key === 'target-today');
    expect(today?.dueAt).toBe(shanghai(NOON, '21:00') + 86_400_000);
  });

  test.each([3_600_000, -86_400_000])('R-HOLD-2: a clock set by %d ms takes a running hold along', (byMs) => {
    const shifted = after([
      ...call,
      [10_000, { type: 'start-hold', reason: null }],
      [20_000, { type: 'shift-clock', byMs }],
    ]);
    expect(running(shifted)).toEqual([['hold-1', 10_000 + byMs, 55_000 + byMs, 70_000 + byMs]]);
  });
});
