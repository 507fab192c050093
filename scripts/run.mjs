#!/usr/bin/env node
// @ts-check
// The door of every npm script: `node scripts/run.mjs <command> [arguments]`.
// It runs on the Node of the machine (18 or newer) without any package, brings what is missing,
// then hands the command over to Node 24.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commands, listCommands } from './door/commands.mjs';
import { runInPlace } from './door/hand-over.mjs';
import { findNode24, isNode24, putOnPath } from './door/node24.mjs';
import { ensurePackages } from './door/packages.mjs';
import { Problem } from './door/problem.mjs';
import { root } from './door/root.mjs';
import { words } from './door/words.mjs';

const [name = '', ...args] = process.argv.slice(2);

try {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new Problem(listCommands(name));
  const script = join(root, command.script);
  if (!existsSync(script)) throw new Problem(words('commands.not-here', { name, script: command.script }));
  await ensurePackages();
  if (isNode24()) {
    putOnPath(process.execPath);
    process.argv = [process.execPath, script, ...args];
    await import(pathToFileURL(script).href);
  } else {
    const node24 = findNode24();
    putOnPath(node24);
    const door = join(root, 'scripts/run.mjs');
    process.exitCode = await runInPlace(node24, ['--disable-warning=ExperimentalWarning', door, name, ...args]);
  }
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
