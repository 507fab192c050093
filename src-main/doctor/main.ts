import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fill } from '#shared/base/fill.ts';
import { localeOf, readTexts } from '#core/words.ts';
import { readOptions } from '../loopback/options.ts';
import { examine } from './examine.ts';
import { thisMachine } from './machine.ts';
import { asJson, asText, exitCodeOf, withoutHome } from './report.ts';

/** `npm run doctor`: numbered checks that a user can run and send; they change nothing and show no personal data. */
async function main(): Promise<number> {
  const program = fileURLToPath(new URL('../..', import.meta.url));
  const texts = readTexts(join(program, 'resources'), 'doctor', localeOf(process.env));
  let values;
  try {
    ({ values } = parseArgs({
      options: { data: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }));
  } catch {
    return say(texts.help ?? '', 2);
  }
  if (values.help) return say(texts.help ?? '', 0);
  const options = readOptions(values.data === undefined ? [] : [`--data=${values.data}`]);
  if (!options.ok) return say(fill(texts.help ?? ''), 2);

  const { dataFolder } = options.value;
  const examination = await examine({ dataFolder, program, machine: thisMachine });
  const folder = withoutHome(dataFolder, thisMachine.home);
  return say(values.json ? asJson(examination) : asText(examination, folder, texts), exitCodeOf(examination));
}

function say(text: string, code: number): number {
  process.stdout.write(`${text}\n`);
  return code;
}

process.exitCode = await main();
