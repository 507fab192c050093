import { parseArgs } from 'node:util';
import { soak } from './soak.ts';

const HELP = `npm run soak [-- --minutes M] [--desks N] [--seed X]
  --minutes M  how long (60)
  --desks N    desks that live through it; one more is killed again and again (3)
  --seed X     of the faults`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    desks: { type: 'string', default: '3' },
    seed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [minutes, desks, seed] = [Number(values.minutes), Number(values.desks), Number(values.seed)];
if (values.help || !(minutes > 0) || !Number.isSafeInteger(desks) || desks < 1 || !Number.isSafeInteger(seed)) {
  say(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  const { faults, ...figures } = await soak({ minutes, desks, seed, tell: say });
  say(JSON.stringify(figures));
  for (const fault of faults) say(fault);
  // What a fault left half-open must not keep a run alive that is over.
  process.exit(faults.length > 0 ? 1 : 0);
}
