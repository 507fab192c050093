import { randomBytes } from 'node:crypto';
import { accessSync, closeSync, constants, fdatasyncSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { systemClock } from '#core/system-clock.ts';
import type { Clock } from '#shared/base/clock.ts';

/** What the checks need to know of the machine that they run on. */
export interface Machine {
  readonly nodeVersion: string;
  readonly platform: string;
  readonly arch: string;
  readonly home: string;
  /** Where a copy of the database may lie for the time of the checks. */
  readonly temporary: string;
  readonly clock: Clock;
  /** `null` where the system does not tell. */
  freeBytes(folder: string): number | null;
  /** How long each of some forced writes took on the disk of this folder, in ms. */
  timeWrites(folder: string): readonly number[];
  canListen(): Promise<boolean>;
  /** A program by which a page can be opened; always `true` where the system has one built in. */
  hasBrowser(): boolean;
}

const WRITES = 21;
const OPENERS = ['xdg-open', 'chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge', 'firefox'];

export const thisMachine: Machine = {
  nodeVersion: process.versions.node,
  platform: process.platform,
  arch: process.arch,
  home: homedir(),
  temporary: tmpdir(),
  clock: systemClock,
  freeBytes: (folder) => {
    try {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    } catch {
      return null;
    }
  },
  timeWrites,
  canListen: () =>
    new Promise((resolve) => {
      const server = createServer();
      server.once('error', () => resolve(false));
      server.listen({ host: '127.0.0.1', port: 0 }, () => server.close(() => resolve(true)));
    }),
  hasBrowser: () => process.platform !== 'linux' || OPENERS.some(isOnPath),
};

/** Writes as a commit does, into a file of its own that is removed at once. */
function timeWrites(folder: string): readonly number[] {
  const path = join(folder, `doctor-${randomBytes(6).toString('hex')}.tmp`);
  const file = openSync(path, 'wx', 0o600);
  try {
    const page = Buffer.alloc(4096);
    return Array.from({ length: WRITES }, (_, index) => {
      const before = performance.now();
      writeSync(file, page, 0, page.length, index * page.length);
      fdatasyncSync(file);
      return performance.now() - before;
    });
  } finally {
    closeSync(file);
    rmSync(path, { force: true });
  }
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
