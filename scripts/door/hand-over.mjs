// @ts-check
import { spawn } from 'node:child_process';
import { isatty } from 'node:tty';
import { Problem } from './problem.mjs';
import { words } from './words.mjs';

/**
 * Runs a program as if it were this process: same terminal, signals passed on. Answers its exit code;
 * if it was ended by a signal, this process ends by the same one.
 * @param {string} file
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function runInPlace(file, args) {
  const child = spawn(file, args, { stdio: 'inherit' });
  /** @type {NodeJS.Signals[]} */
  const signals = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];
  // A terminal sends Ctrl-C to the whole group: the child has it already.
  const sharesTerminal = process.platform === 'win32' || isatty(0);
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    if (signal !== 'SIGINT' || !sharesTerminal) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((resolve, reject) => {
    child.on('error', (error) => reject(new Problem(words('not-started', { file, reason: error.message }))));
    child.on('exit', (code, signal) => {
      for (const each of signals) process.removeListener(each, passOn);
      if (signal !== null) process.kill(process.pid, signal);
      resolve(code ?? 1);
    });
  });
}
