// @ts-check
import { words } from './words.mjs';

/**
 * Every command of the door. `script` is relative to the repository and runs under Node 24;
 * TypeScript is fine there. A new command is one line here, one in package.json, and its `about` in resources/locales/door.
 * @type {Record<string, { script: string }>}
 */
export const commands = {
  start: { script: 'scripts/commands/start.ts' },
  service: { script: 'scripts/commands/service.ts' },
  demo: { script: 'scripts/commands/demo.ts' },
  test: { script: 'scripts/commands/test.ts' },
  check: { script: 'scripts/commands/check.ts' },
  e2e: { script: 'scripts/commands/e2e.ts' },
  bench: { script: 'test/bench/main.ts' },
  simulate: { script: 'test/simulation/sync/main.ts' },
  soak: { script: 'test/soak/main.ts' },
  screenshots: { script: 'scripts/commands/screenshots.ts' },
  doctor: { script: 'scripts/commands/doctor.ts' },
  pack: { script: 'scripts/commands/pack.ts' },
  'fetch-electron': { script: 'scripts/commands/fetch-electron.ts' },
  build: { script: 'scripts/commands/build.ts' },
};

/**
 * What to say when no such command exists.
 * @param {string} asked
 */
export function listCommands(asked) {
  const names = Object.keys(commands);
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${words(`about.${name}`)}`);
  const complaint = asked === '' ? words('commands.none') : words('commands.unknown', { asked });
  return [complaint, words('commands.usage'), ...lines].join('\n');
}
