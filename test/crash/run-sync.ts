import { parseArgs } from 'node:util';
import { startPostgres } from '#kit/service/postgres.ts';
import { strikeAgainAndAgain } from './sync/long-run.ts';

/**
 * `node test/crash/run-sync.ts --cycles N --seed X [--postgres]`: strikes desks and their service N times while they work, and
 * says what was lost. With `--postgres` two services share one PostgreSQL.
 */
const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    postgres: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const postgres = values.postgres ? await startPostgres() : null;
try {
  const [cycles, seed] = [Number(values.cycles), Number(values.seed)];
  const { faults, ...figures } = await strikeAgainAndAgain({ cycles, seed, postgres, tell: say });
  say(JSON.stringify(figures));
  for (const fault of faults) say(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
} finally {
  await postgres?.stop();
}
