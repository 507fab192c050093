import { homedir } from 'node:os';
import { join } from 'node:path';

/** Hosts know the core only. */
export { makeFolder } from '#parcel/folder.ts';

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
