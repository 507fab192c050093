import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { commit } from './commit.ts';
import { countdowns } from './countdowns.ts';
import { liveDesks } from './load/live-desks.ts';
import { firstSync } from './sync/first-sync.ts';
import { pack } from './pack.ts';
import { push } from './push.ts';
import { start } from './start.ts';
import { storm } from './load/storm.ts';
import { sync } from './sync/sync.ts';
import { hotkey } from './hotkey.ts';
import { toJsonLine, toTable, type Figure } from './figure.ts';
import { wording } from './wording.ts';

const BENCHES: readonly Bench[] = [
  commit,
  hotkey,
  start,
  countdowns,
  pack,
  push,
  wording,
  firstSync,
  sync,
  liveDesks,
  storm,
];

const HELP = `npm run bench [-- NAME …] [--list] [--quick] [--count N] [--disk DIR]
  NAME        only these figures; all without a name
  --list      what can be measured
  --quick     a tenth of the samples: to see whether it runs
  --count N   so many desks, where a figure has many
  --disk DIR  where to measure (default: the folder for temporary files; must be a real disk)`;

/** Measures and prints: one JSON line a figure, then a table. Nothing is kept, nothing fails because a machine is slow. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      count: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
      disk: { type: 'string', default: tmpdir() },
    },
  });
  if (values.help) return say(HELP);
  if (values.list) return say(BENCHES.map(({ name, about }) => `${name.padEnd(12)}${about}`).join('\n'));
  const unknown = positionals.filter((wanted) => !BENCHES.some(({ name }) => name === wanted));
  if (unknown.length > 0) {
    say(`Not a figure: ${unknown.join(', ')}. --list tells what there is.`);
    return 2;
  }

  const count = values.count === undefined ? null : Number(values.count);
  if (count !== null && !(Number.isSafeInteger(count) && count > 0)) {
    say('--count takes a whole number from 1 on.');
    return 2;
  }

  const figures: Figure[] = [];
  let failed = 0;
  for (const bench of BENCHES) {
    if (positionals.length > 0 && !positionals.includes(bench.name)) continue;
    try {
      await bench.run({ quick: values.quick, count, disk: resolve(values.disk) }, (figure) => {
        figures.push(figure);
        say(toJsonLine(figure));
      });
    } catch (error) {
      failed += 1;
      console.error(
        `${bench.name} could not be measured: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      );
    }
  }
  say(`\n${toTable(figures)}`);
  return failed === 0 ? 0 : 1;
}

function say(text: string): number {
  console.log(text);
  return 0;
}

process.exitCode = await main();
