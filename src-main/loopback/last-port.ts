import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = 'desk.port';
/** Below are the ports of the system's own services. */
const FIRST = 1024;
const LAST = 65_535;

/** Where this desk was found the last time, so that a page that is still open, or was kept, finds it again; `null`: not known. */
export function lastPort(dataFolder: string): number | null {
  const port = Number(read(dataFolder) || NaN);
  return Number.isInteger(port) && port >= FIRST && port <= LAST ? port : null;
}

export function keepPort(dataFolder: string, port: number): void {
  const text = String(port);
  if (read(dataFolder) === text) return;
  try {
    writeFileSync(join(dataFolder, FILE), text, { mode: 0o600 });
  } catch {
    // The disk is full: the next start is found elsewhere, and tells where.
  }
}

function read(dataFolder: string): string {
  try {
    return readFileSync(join(dataFolder, FILE), 'utf8');
  } catch {
    return '';
  }
}
