import { availableParallelism } from 'node:os';
import { describe, expect, test } from 'vitest';
import { BREAKS } from './breaks.ts';
import { FOUND } from './found.ts';
import { runShared, tryBreaks, type Caught } from './parallel.ts';
import { planOf } from './plan.ts';
import { run } from './run.ts';
import { shrink } from './shrink.ts';

const SEEDS = 500;
const DESKS = 10;
const STEPS = 150;
/** Most breaks are noticed within ten seeds, the rarest after 370; more only cost time where one is not noticed. */
const SEEDS_PER_BREAK = 1_000;
const processes = Math.min(2, availableParallelism());

describe('I1 to I11: nothing is lost, doubled or stuck, and everybody sees the same in the end', () => {
  test(`in ${SEEDS} seeded plans of ${DESKS} desks and ${STEPS} steps`, async () => {
    const { seeds, violations } = await runShared(
      { from: 1, count: SEEDS, desks: DESKS, steps: STEPS, first: false },
      processes,
    );
    const [first] = violations;
    const shortest = first === undefined ? null : await shrink(planOf(first.seed, DESKS, STEPS));
    expect({ violations, shortest }).toEqual({ violations: [], shortest: null });
    expect(seeds).toBe(SEEDS);
  });

  test.each(FOUND)('after $was', async ({ seed, desks, steps, era }) => {
    expect((await run(planOf(seed, desks, steps, era), {})).violation).toBeNull();
  });

  test('the same seed gives the same run', async () => {
    const [once, again]: string[][] = [[], []];
    await run(planOf(7, DESKS, STEPS), {}, (line) => once?.push(line));
    await run(planOf(7, DESKS, STEPS), {}, (line) => again?.push(line));
    expect(again).toEqual(once);
  });
});

describe('the simulator notices', () => {
  test(`each of ${BREAKS.length} rules of the engine broken`, async () => {
    const caught: Caught[] = [];
    await tryBreaks(SEEDS_PER_BREAK, processes, (each) => caught.push(each));
    expect(caught.flatMap(({ name, by }) => (by === null ? [name] : []))).toEqual([]);
    expect(caught).toHaveLength(BREAKS.length);
  });
});
