import { build } from './build.ts';
import { checkWording } from './check-wording.ts';
import { coverage } from './coverage.ts';
import { diff } from './diff.ts';
import { keys } from './keys.ts';
import { lint } from './lint.ts';
import { newPack } from './new.ts';
import { preview } from './preview.ts';
import { schema } from './schema.ts';
import { sign } from './sign.ts';
import type { ExitCode, Run, Terminal } from './terminal.ts';
import { verify } from './verify.ts';

/** What `npm run pack -- <command>` can do. Each has its words under `about.<command>` and `usage.<command>`. */
export const packCommands: Readonly<Record<string, Run>> = {
  ...{ new: newPack, lint, coverage, preview, diff },
  ...{ keys, build, sign, verify, schema, 'check-wording': checkWording },
};

export async function runPack([name = '', ...args]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const run = Object.hasOwn(packCommands, name) ? packCommands[name] : undefined;
  if (run !== undefined) return run(args, terminal);
  const names = Object.keys(packCommands);
  const width = Math.max(...names.map(({ length }) => length));
  terminal.print(terminal.words('usage'));
  for (const each of names) terminal.print(`  ${each.padEnd(width)}  ${terminal.words(`about.${each}`)}`);
  return ['', 'help', '--help'].includes(name) ? 0 : 2;
}
