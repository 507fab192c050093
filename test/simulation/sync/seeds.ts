import { planOf, type Era } from './plan.ts';
import { run } from './run.ts';

export interface Range {
  readonly from: number;
  readonly count: number;
  readonly desks: number;
  readonly steps: number;
  /** Ends at the first violation. */
  readonly first: boolean;
}

interface Size {
  readonly seed: number;
  readonly desks: number;
  readonly steps: number;
  readonly era?: Era;
}

export interface Tally {
  readonly seeds: number;
  readonly steps: number;
  readonly exchanges: number;
  readonly cpuMs: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly violations: readonly { readonly seed: number; readonly said: string }[];
}

/** Runs the plans of these seeds, one after the other; after those that once went wrong, if so wanted. */
export async function runSeeds({ first, ...range }: Range, found: readonly Size[] = []): Promise<Tally> {
  const before = process.cpuUsage();
  const faults: Record<string, number> = {};
  const violations: { readonly seed: number; readonly said: string }[] = [];
  const sum = { seeds: 0, steps: 0, exchanges: 0 };
  for (const { seed, desks, steps, era } of sizes(found, range)) {
    const outcome = await run(planOf(seed, desks, steps, era), faults);
    sum.seeds += 1;
    sum.steps += outcome.steps;
    sum.exchanges += outcome.exchanges;
    if (outcome.violation === null) continue;
    violations.push({ seed, said: outcome.violation });
    if (first) break;
  }
  const { user, system } = process.cpuUsage(before);
  return { ...sum, cpuMs: Math.round((user + system) / 1_000), faults, violations };
}

function* sizes(found: readonly Size[], { from, count, desks, steps }: Omit<Range, 'first'>): Generator<Size> {
  yield* found;
  for (let seed = from; seed < from + count; seed += 1) yield { seed, desks, steps };
}
