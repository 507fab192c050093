// @ts-check

/**
 * Every command of the door. `script` is relative to the repository and runs under Node 24;
 * TypeScript is fine there. A new command is one line here and one line in package.json.
 * @type {Record<string, { script: string, about: string }>}
 */
export const commands = {
  start: { script: 'scripts/commands/start.ts', about: 'build what changed and open the desk' },
  test: { script: 'scripts/commands/test.ts', about: 'everything that CI runs' },
  check: { script: 'scripts/commands/check.ts', about: 'format, lint, types, layers, dead code, unit tests' },
  e2e: { script: 'scripts/commands/e2e.ts', about: 'build, then the end-to-end specs' },
  bench: { script: 'test/bench/main.ts', about: 'measure speed and memory' },
  screenshots: { script: 'scripts/commands/screenshots.ts', about: 'build, then take the pictures of the guides' },
  doctor: { script: 'scripts/commands/doctor.ts', about: 'build, then tell what works on this machine' },
  'fetch-electron': {
    script: 'scripts/commands/fetch-electron.ts',
    about: 'download the Electron binary (about 120 MB)',
  },
  build: { script: 'scripts/commands/build.ts', about: 'build into out/ unless nothing changed (--force: always)' },
};

/**
 * What to say when no such command exists.
 * @param {string} asked
 */
export function listCommands(asked) {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`);
  const complaint = asked === '' ? 'No command given.' : `There is no command "${asked}".`;
  return [complaint, 'npm run <command> [-- arguments], where <command> is one of:', ...lines].join('\n');
}
