import { existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where programs of this system keep the data of one user: both hosts look there, so that either finds the same records. */
export function defaultDataFolder(): string {
  switch (process.platform) {
    case 'win32':
      return join(process.env.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'Zuoxi');
    case 'darwin':
      return join(homedir(), 'Library', 'Application Support', 'Zuoxi');
    default:
      return join(process.env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'zuoxi');
  }
}

/**
 * Makes a folder for its owner only, with what is missing above it; throws what the system says when it cannot. Node's own
 * `recursive` never comes to an end where the folder above is there but takes no new one, as in `/proc`.
 */
export function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder && !existsSync(above)) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another start may have made it in between.
    if (!isFolder(folder)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
