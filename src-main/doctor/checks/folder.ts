import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PLAIN_KEY_FILE } from '#core/key-file.ts';
import type { Check, Patient } from '../check.ts';
import { fine, problem, skipped, warning, type Verdict } from '../finding.ts';

const GROUP_AND_OTHERS = 0o077;
const GROUP_AND_OTHERS_WRITE = 0o022;
const MEGABYTE = 1024 * 1024;
const TOO_LITTLE = 200;
const LITTLE = 1024;

/** 3: the data folder is there and nobody else can read or write it. */
export const dataFolder: Check = {
  id: 'data-folder',
  run: ({ dataFolder: folder, machine }) => {
    if (!existsSync(folder)) return warning('absent');
    if (!statSync(folder).isDirectory()) return problem('no-folder');
    try {
      accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch {
      return problem('not-writable');
    }
    // On Windows the rights are those of the user's own profile.
    if (machine.platform === 'win32') return fine('writable');
    const { mode, uid } = statSync(folder);
    if ((mode & GROUP_AND_OTHERS_WRITE) !== 0) return problem('others-write', { mode: octal(mode) });
    if ((mode & GROUP_AND_OTHERS) !== 0) return warning('others-read', { mode: octal(mode) });
    return uid === process.getuid?.() ? fine('private') : warning('other-owner');
  },
};

/** 4: a full disk refuses the next sentence that is typed. */
export const freeSpace: Check = {
  id: 'free-space',
  run: ({ dataFolder: folder, machine }) => {
    const free = machine.freeBytes(existing(folder));
    if (free === null) return skipped('not-told');
    const megabytes = Math.floor(free / MEGABYTE);
    if (megabytes < TOO_LITTLE) return problem('too-little', { megabytes });
    return megabytes < LITTLE ? warning('little', { megabytes }) : fine('enough', { megabytes });
  },
};

/** 5: without its key the database can never be read again; with it, anybody can. */
export const keyFileCheck: Check = {
  id: 'key',
  run: (patient) => {
    const { key, dataFolder: folder, machine } = patient;
    if (key === 'elsewhere') return fine('in-key-store');
    if (!key.ok) return keyMissing(patient);
    if (machine.platform === 'win32') return fine('there');
    const { mode } = statSync(join(folder, PLAIN_KEY_FILE));
    return (mode & GROUP_AND_OTHERS) === 0 ? fine('private') : problem('others-read', { mode: octal(mode) });
  },
};

function keyMissing({ key, log }: Patient): Verdict {
  if (key === 'elsewhere' || key.ok) return fine('there');
  if (key.error.code !== 'key-missing') return problem('unreadable');
  return log.kind === 'none' ? skipped('no-database') : problem('missing');
}

/** 14: every key press waits for this. */
export const diskSpeed: Check = {
  id: 'disk-speed',
  run: ({ dataFolder: folder, machine }) => {
    let times;
    try {
      times = [...machine.timeWrites(existing(folder))].sort((a, b) => a - b);
    } catch {
      return skipped('not-writable');
    }
    const median = times[Math.floor(times.length / 2)] ?? 0;
    const facts = { median: rounded(median), slowest: rounded(times.at(-1) ?? 0) };
    return median > SLOW_MS ? warning('slow', facts) : fine('fast', facts);
  },
};

/** Four of these between a key and its panel are felt. */
const SLOW_MS = 25;

function existing(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder));
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(3, '0');
}

function rounded(ms: number): number {
  return Number(ms.toPrecision(3));
}
