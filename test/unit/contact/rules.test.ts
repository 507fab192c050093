import { describe, expect, test } from 'vitest';
import { after, events, IN, NOON, open, type Command } from './kit.ts';

const call: readonly (readonly [number, Command])[] = [
  [0, open()],
  [7_000, { type: 'answer' }],
];

describe('answering', () => {
  test.each([
    [0, 1],
    [4_999, 1],
    [5_000, 2],
    [10_000, 3],
    [-3_600_000, 1],
  ])('R-ANS-1: answered after %d ms is answered in ring %d', (afterMs, rings) => {
    expect(events(IN.ringing, { type: 'answer' }, afterMs)).toEqual([
      { type: 'answered', rings, afterMs: Math.max(0, afterMs), stage: 'greet' },
    ]);
  });

  test('R-SLA-4: a chat is answered in no ring', () => {
    expect(events(IN['chat waiting'], { type: 'answer' }, 9_000)).toEqual([
      { type: 'answered', rings: 0, afterMs: 9_000, stage: 'greet' },
    ]);
  });

  test('R-OUT-3: somebody else answers, and the customer comes to the phone', () => {
    const other = after([
      [0, open('call', 'outbound')],
      [5_000, { type: 'reach', party: 'other' }],
    ]);
    expect(other).toMatchObject({ phase: 'active', progress: { party: 'other' } });
    expect(events(other, { type: 'change-party', party: 'other' }, 6_000)).toEqual({ code: 'nothing-to-do' });
    expect(events(other, { type: 'change-party', party: 'customer' }, 6_000)).toEqual([
      { type: 'party-changed', party: 'customer' },
    ]);
  });

  test('a caller who gave up leaves a contact that nothing can be done with', () => {
    expect(IN.abandoned).toMatchObject({ phase: 'closed', closing: { kind: 'abandoned' } });
    expect(events(IN.abandoned, { type: 'undo-close' }, 9_000)).toEqual({ code: 'wrong-phase', phase: 'closed' });
  });

  test('R-CB-4: an outcome that the pack does not know is refused', () => {
    expect(events(IN.dialling, { type: 'fail-attempt', outcome: 'reached' }, 9_000)).toEqual({
      ...{ code: 'not-in-pack', kind: 'outcome', id: 'reached' },
    });
  });
});

describe('waiting on the line', () => {
  test('R-HOLD-1: a hold without a reason has none, and is given one while it lasts', () => {
    expect(events(IN.connected, { type: 'start-hold', reason: '' }, 10_000)).toEqual([
      { type: 'hold-started', reason: null },
    ]);
    const held = after([
      ...call,
      [10_000, { type: 'start-hold', reason: null }],
      [12_000, { type: 'give-hold-reason', reason: '查' }],
    ]);
    expect(held).toMatchObject({ conversation: { line: { kind: 'hold', since: NOON + 10_000, reason: '查' } } });
  });

  test('R-HOLD-2: the limit is reached once, by the countdown of this very hold', () => {
    const up = (key: string): Command => ({ type: 'time-is-up', key });
    expect(events(IN.hold, up('hold-1'), 70_000)).toEqual([{ type: 'hold-limit-reached' }]);
    expect(events(IN.hold, up('hold-2'), 70_000)).toEqual({ code: 'nothing-to-do' });
    const over = after([...call, [10_000, { type: 'start-hold', reason: null }], [70_000, up('hold-1')]]);
    expect(events(over, up('hold-1'), 71_000)).toEqual({ code: 'nothing-to-do' });
    const next = after([
      ...call,
      [10_000, { type: 'start-hold', reason: null }],
      [20_000, { type: 'end-hold', by: 'back' }],
      [30_000, { type: 'start-hold', reason: null }],
    ]);
    expect(events(next, up('hold-1'), 71_000)).toEqual({ code: 'nothing-to-do' });
  });

  test('R-HOLD-3, R-HOLD-5: holds are counted, summed, and told apart by their limit', () => {
    const state = after([
      ...call,
      [10_000, { type: 'start-hold', reason: null }],
      [75_000, { type: 'time-is-up', key: 'hold-1' }],
      [80_000, { type: 'end-hold', by: 'back' }],
      [90_000, { type: 'start-hold', reason: null }],
      [91_500, { type: 'end-hold', by: 'declined' }],
    ]);
    expect(state).toMatchObject({
      progress: { holds: { count: 2, totalMs: 71_500, longestMs: 70_000, overLimit: 1, lastOverLimit: false } },
    });
  });

  test('R-HOLD-4: back from a hold, the line is open again and another wait may be asked for', () => {
    const back = after([
      ...call,
      [10_000, { type: 'start-hold', reason: null }],
      [20_000, { type: 'end-hold', by: 'back' }],
    ]);
    expect(back).toMatchObject({ conversation: { line: { kind: 'connected' } } });
    expect(events(back, { type: 'start-hold', reason: null }, 21_000)).toEqual([
      { type: 'hold-started', reason: null },
    ]);
  });

  test('R-HOLD-5: nobody stays on hold when the line is lost or the contact ends', () => {
    expect(events(IN.hold, { type: 'drop-line' }, 25_000)).toEqual([
      { type: 'hold-ended', heldMs: 15_000, by: 'line-lost' },
      { type: 'line-dropped' },
    ]);
    expect(events(IN.hold, { type: 'end', by: 'customer' }, 25_000)).toEqual([
      { type: 'hold-ended', heldMs: 15_000, by: 'contact-ended' },
      { type: 'ended', by: 'customer' },
    ]);
  });
});

describe('a silent and a dropped line', () => {
  test('R-SIT-5: three confirmations, each after its pause, then it ran out', () => {
    const up = (step: number): readonly [number, Command] => [
      10_000 + step * 5_000,
      { type: 'time-is-up', key: `silence-1-${step}` },
    ];
    const silent: readonly (readonly [number, Command])[] = [...call, [10_000, { type: 'start-silence' }]];
    expect(after([...silent, up(1), up(2)])).toMatchObject({
      conversation: { line: { kind: 'silent', step: 3, since: NOON + 20_000, ranOut: false } },
    });
    const out = after([...silent, up(1), up(2), up(3)]);
    expect(out).toMatchObject({
      conversation: { line: { kind: 'silent', step: 3, ranOut: true } },
      progress: { silences: 1 },
    });
    expect(events(out, { type: 'time-is-up', key: 'silence-1-3' }, 30_000)).toEqual({ code: 'nothing-to-do' });
    expect(events(out, { type: 'end', by: 'silence' }, 30_000)).toEqual([{ type: 'ended', by: 'silence' }]);
  });

  test('R-SIT-6, R-CB-5: redials are counted until the customer is back', () => {
    const state = after([
      ...call,
      [10_000, { type: 'drop-line' }],
      [12_000, { type: 'redial' }],
      [20_000, { type: 'redial' }],
      [22_000, { type: 'reconnect' }],
      [30_000, { type: 'drop-line' }],
    ]);
    expect(state).toMatchObject({
      conversation: { line: { kind: 'dropped', since: NOON + 30_000, redials: 0 } },
      progress: { drops: 2 },
    });
  });
});
