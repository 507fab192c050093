import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../check.ts';
import { fine, problem, skipped, warning } from '../finding.ts';

/** 15: the desk in the browser needs a port of this machine and a browser. */
export const loopback: Check = {
  id: 'loopback',
  run: async ({ machine }) => {
    if (!(await machine.canListen())) return problem('no-port');
    return machine.hasBrowser() ? fine('works') : warning('no-browser');
  },
};

/** Mainland mobile and landline numbers, and identity numbers with a plausible date of birth. */
const PERSONAL = [
  /(?<![\dA-Fa-f-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\dA-Fa-f-])/,
  /(?<![\dA-Fa-f.-])0\d{2,3}-?\d{7,8}(?![\dA-Fa-f.-])/,
  /(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/,
];

/** 16: nothing of a customer ever gets into a log. Tells how many lines look like it, never which. */
export const logs: Check = {
  id: 'logs',
  run: ({ dataFolder }) => {
    const folder = join(dataFolder, 'logs');
    if (!existsSync(folder)) return skipped('no-logs');
    const lines = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap(({ name }) => readFileSync(join(folder, name), 'utf8').split('\n'))
      .filter((line) => line !== '');
    const count = lines.filter((line) => PERSONAL.some((pattern) => pattern.test(line))).length;
    return count === 0 ? fine('clean', { lines: lines.length }) : problem('numbers', { count });
  },
};
