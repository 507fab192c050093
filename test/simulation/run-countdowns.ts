import { parseArgs } from 'node:util';
import { sequenceOf, violationOf, type Tally } from './sequence.ts';
import { shrink } from './shrink.ts';

/** `node test/simulation/run-countdowns.ts --sequences 10000 --seed 1`: the first violation is shrunk and printed. */
const { values } = parseArgs({
  options: { sequences: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const first = Number(values.seed);
const count = Number(values.sequences);
let done = 0;
const tally: Tally = { steps: 0, warned: 0, due: 0, crashes: 0 };

for (let seed = first; seed < first + count; seed += 1) {
  const sequence = sequenceOf(seed);
  const violation = violationOf(sequence, undefined, tally);
  done += 1;
  if (violation !== null) {
    const shortest = shrink(sequence);
    process.stdout.write(`seed ${seed}: ${violation}\nshrunk: ${violationOf(shortest) ?? ''}\n`);
    process.stdout.write(`${JSON.stringify({ ...shortest, steps: undefined })}\n`);
    for (const step of shortest.steps) process.stdout.write(`  ${JSON.stringify(step)}\n`);
    process.exitCode = 1;
    break;
  }
}
process.stdout.write(`${done} sequences from seed ${first}: ${JSON.stringify(tally)}\n`);
