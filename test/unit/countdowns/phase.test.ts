import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextMoment, phaseAt } from '#core/countdowns/phase.ts';

const running = { warnAt: 45, dueAt: 60, phase: 'running' } as const;

describe('the phase of a countdown', () => {
  test.each([
    [running, 44, 'running'],
    [running, 45, 'warned'],
    [running, 59, 'warned'],
    [running, 60, 'due'],
    [{ ...running, warnAt: null }, 59, 'running'],
    [{ ...running, warnAt: null }, 60, 'due'],
    [{ ...running, phase: 'warned' }, 10, 'warned'],
    [{ ...running, phase: 'due' }, 10, 'due'],
  ] as const)('%j at %d is %s', (moments, now, phase) => {
    expect(phaseAt(moments, now)).toBe(phase);
  });

  test.each([
    [running, 45],
    [{ ...running, warnAt: null }, 60],
    [{ ...running, warnAt: 70 }, 60],
    [{ ...running, phase: 'warned' }, 60],
    [{ ...running, phase: 'due' }, null],
  ] as const)('%j changes next at %s', (moments, next) => {
    expect(nextMoment(moments)).toBe(next);
  });

  test('changes at its next moment, and not a millisecond before', () => {
    const moments = fc.record({
      warnAt: fc.option(fc.integer({ min: 0, max: 100 })),
      dueAt: fc.integer({ min: 0, max: 100 }),
      phase: fc.constantFrom('running' as const, 'warned' as const, 'due' as const),
    });
    fc.assert(
      fc.property(moments, (countdown) => {
        const next = nextMoment(countdown);
        if (next === null) return;
        expect(phaseAt(countdown, next - 1)).toBe(countdown.phase);
        expect(phaseAt(countdown, next)).not.toBe(countdown.phase);
      }),
    );
  });
});
