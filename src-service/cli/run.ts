import { existsSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { openDatabase, sqlitePath } from '../service.ts';
import { readArguments } from './arguments.ts';
import { runCommand } from './commands.ts';
import type { Problem } from './problem.ts';
import { serve } from './serve.ts';
import { HELP, PROBLEMS } from './words.ts';

const print = (line: string): void => console.log(line);

/** The code that the process ends with: 0 done, 1 failed, 2 asked wrongly. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  if (!args.ok) return complain(args.error, 2);
  if (args.value.help) {
    print(HELP);
    return 0;
  }
  const config = readConfig(process.env, args.value.settings, args.value.usual);
  if (!config.ok) return complain({ code: config.error.code, detail: config.error.problems.join('\n') }, 2);
  if (args.value.words[0] === 'serve') {
    const problem = await serve(config.value, args.value, print);
    return problem === null ? 0 : complain(problem, 1);
  }
  if (args.value.words.length === 0) return complain({ code: 'wrong-command' }, 2);
  const { databaseUrl, dataFolder } = config.value;
  // A command for another folder than the service's would make a database of its own there, and codes that nobody takes.
  if (databaseUrl === undefined && !existsSync(sqlitePath(dataFolder)))
    return complain({ code: 'no-database', detail: dataFolder }, 1);
  const opened = await openDatabase(config.value);
  if (!opened.ok)
    return complain({ code: opened.error.code, ...('reason' in opened.error && { detail: opened.error.reason }) }, 1);
  try {
    const done = await runCommand(opened.value, config.value, args.value);
    if (!done.ok) return complain(done.error, done.error.code === 'wrong-command' ? 2 : 1);
    for (const line of done.value) print(line);
    return 0;
  } finally {
    await opened.value.close();
  }
}

function complain({ code, detail }: Problem, exitCode: number): number {
  console.error([PROBLEMS[code] ?? code, detail].filter((line) => line !== undefined).join('\n'));
  return exitCode;
}
