import { describe, expect, test } from 'vitest';
import { BREAKS } from './breaks.ts';
import { sequenceOf, violationOf, type Sequence } from './sequence.ts';
import { shrink } from './shrink.ts';

const SHARE = 500;
const FIRST_SEED = 20_260_302;

/** Sequences that once went wrong, shrunk. */
const FOUND: readonly (Sequence & { readonly was: string })[] = [
  {
    was: 'a small correction of the clock, a crash, and a large change while the desk was stopped',
    ...{ seed: 1226, bootsNamed: true, onDisk: false, pauseMs: 700 },
    steps: [
      { kind: 'do', deed: { type: 'chat' }, twice: true },
      { kind: 'drift', byMs: -2189 },
      { kind: 'crash', offMs: 700, byMs: 16874592004 },
    ],
  },
  {
    was: 'an attempt that reached nobody before the promise was due (R-CB-4)',
    ...{ seed: 54, bootsNamed: true, onDisk: false, pauseMs: 5_000 },
    steps: [
      { kind: 'do', deed: { type: 'ring' }, twice: false },
      { kind: 'do', deed: { type: 'answer', of: 0 }, twice: false },
      { kind: 'do', deed: { type: 'end', of: 0 }, twice: false },
      { kind: 'do', deed: { type: 'promise', of: 0, inMs: 25_013 }, twice: false },
      { kind: 'do', deed: { type: 'attempt', of: 0 }, twice: false },
      { kind: 'do', deed: { type: 'fail', of: 0 }, twice: false },
      { kind: 'pass', ms: 25_013 },
      { kind: 'do', deed: { type: 'attempt', of: 0 }, twice: false },
      { kind: 'do', deed: { type: 'fail', of: 0 }, twice: false },
      { kind: 'pass', ms: 1_800_000 },
    ],
  },
];

function report(sequence: Sequence): string {
  const shortest = shrink(sequence);
  const steps = shortest.steps.map((step) => JSON.stringify(step)).join('\n');
  return `seed ${sequence.seed}: ${violationOf(shortest) ?? ''}\n${steps}`;
}

describe('R-HOLD-2, R-SIT-5, R-CB-3, R-SLA-5: no countdown is missed, doubled or early', () => {
  test.each(Array.from({ length: 10 }, (_, part) => part))('in part %i of the seeded sequences', (part) => {
    const size = SHARE / 10;
    for (let seed = FIRST_SEED + part * size; seed < FIRST_SEED + (part + 1) * size; seed += 1) {
      const sequence = sequenceOf(seed);
      const violation = violationOf(sequence);
      expect(violation, violation === null ? '' : report(sequence)).toBeNull();
    }
  });

  test.each(FOUND)('after $was', (sequence) => {
    expect(violationOf(sequence)).toBeNull();
  });
});

describe('the oracle notices when', () => {
  test.each(BREAKS)('$name', (broken) => {
    const caught = Array.from({ length: 150 }, (_, index) => ({ ...sequenceOf(index + 1), onDisk: false })).some(
      (sequence) => violationOf(sequence, broken) !== null,
    );
    expect(caught).toBe(true);
  });
});
