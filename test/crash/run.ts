import { parseArgs } from 'node:util';
import { killAgainAndAgain, killFirstStarts } from './kill.ts';

/** `node test/crash/run.ts --kills N --seed X`: kills a working desk N times and says what was lost. */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const { faults, ...figures } = await killAgainAndAgain({
  kills: Number(values.kills),
  seed: Number(values.seed),
  tell: say,
});
const firstStarts = Math.ceil(figures.kills / 10);
const locked = await killFirstStarts({ kills: firstStarts, seed: Number(values.seed) });
say(JSON.stringify({ ...figures, firstStarts }));
for (const fault of [...faults, ...locked]) say(fault);
process.exit(faults.length + locked.length > 0 ? 1 : 0);
