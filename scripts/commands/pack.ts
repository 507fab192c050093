import { Problem } from '../door/problem.mjs';
import { words } from '../door/words.mjs';
import { checkWording } from '../pack/check-wording.ts';

/** What can be done with a script pack. A new one is one line here, and its `about` in resources/locales/door. */
const subcommands: Readonly<Record<string, () => Promise<void>>> = {
  'check-wording': () => checkWording(process.stdin, (line) => process.stdout.write(`${line}\n`)),
};

const [name = ''] = process.argv.slice(2);
const run = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
if (run === undefined) {
  const names = Object.keys(subcommands);
  const about = names.map((each) => `  ${each.padEnd(16)}${words(`pack.${each}`)}`);
  throw new Problem([words('pack.usage'), ...about].join('\n'));
}
await run();
