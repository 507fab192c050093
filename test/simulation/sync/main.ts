import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { BREAKS } from './breaks.ts';
import { runShared, tryBreaks } from './parallel.ts';
import { planOf, type Plan } from './plan.ts';
import { run } from './run.ts';
import { shrink } from './shrink.ts';

/**
 * `npm run simulate -- --seeds 1000 --desks 10 --steps 150 [--seed 1] [--mutations] [--replay FILE]`
 * The first violation is shrunk, and printed as a plan that `--replay` runs again.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    desks: { type: 'string', default: '10' },
    steps: { type: 'string', default: '150' },
    processes: { type: 'string', default: String(availableParallelism()) },
    mutations: { type: 'boolean', default: false },
    replay: { type: 'string' },
  },
});
const tell = (line: string): boolean => process.stdout.write(`${line}\n`);
const processes = Number(values.processes);
const [from, count, desks, steps] = [values.seed, values.seeds, values.desks, values.steps].map(Number) as [
  number,
  number,
  number,
  number,
];

if (values.replay !== undefined) await replay(JSON.parse(readFileSync(values.replay, 'utf8')) as Plan);
else if (values.mutations) await mutations();
else await simulate();

async function simulate(): Promise<void> {
  const tally = await runShared({ from, count, desks, steps, first: false }, processes);
  const each = Math.round((tally.steps + tally.exchanges) / (tally.cpuMs / 1_000));
  tell(
    `${tally.seeds} seeds, ${tally.steps} steps, ${tally.exchanges} exchanges after healing; ${each} per second and core`,
  );
  for (const [kind, times] of Object.entries(tally.faults).sort(([, a], [, b]) => b - a)) tell(`  ${kind}: ${times}`);
  for (const { seed, said } of tally.violations) tell(`seed ${seed}: ${said}`);
  const [first] = tally.violations;
  tell(`${tally.violations.length} violations`);
  if (first === undefined) return;
  process.exitCode = 1;
  const shortest = await shrink(planOf(first.seed, desks, steps));
  tell(`\nseed ${first.seed}, shrunk to ${shortest.steps.length} steps and ${shortest.desks} desks:\n`);
  await replay(shortest);
  tell(`\n${JSON.stringify(shortest)}`);
}

async function replay(plan: Plan): Promise<void> {
  const { violation } = await run(plan, {}, tell);
  tell(violation ?? 'nothing is wrong');
  if (violation !== null) process.exitCode = 1;
}

async function mutations(): Promise<void> {
  let unnoticed = 0;
  await tryBreaks(count, processes, ({ name, by }) => {
    if (by === null) unnoticed += 1;
    tell(
      by === null
        ? `UNNOTICED  ${name}`
        : `${String(by.seeds).padStart(5)} seeds  ${name}\n             ${by.said.split('\n')[0]}`,
    );
  });
  tell(`${BREAKS.length - unnoticed} of ${BREAKS.length} breaks noticed`);
  if (unnoticed > 0) process.exitCode = 1;
}
