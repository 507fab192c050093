import { join, resolve } from 'node:path';
import { app } from 'electron';
import { defaultDataFolder, makeFolder } from '#core/data-folder.ts';

/**
 * The folder of this desk: `--data DIR`, else this user's place for it. What the browser engine keeps goes into a folder of
 * its own below it. Must come before the single-instance lock, which is one for each folder. A folder that cannot be made
 * or written to is found again, and told, when the desk opens.
 */
export function chooseDataFolder(args: readonly string[]): string {
  const folder = resolve(optionOf(args, '--data') ?? defaultDataFolder());
  keepIn('userData', folder);
  keepIn('sessionData', join(folder, 'browser'));
  return folder;
}

/** Electron refuses a path that is not there. */
function keepIn(name: 'userData' | 'sessionData', folder: string): void {
  try {
    makeFolder(folder);
  } catch {
    return;
  }
  app.setPath(name, folder);
}

/** The script pack to use instead of the desk's own: `--pack FILE`. */
export function choosePack(args: readonly string[]): string | null {
  const file = optionOf(args, '--pack');
  return file === null ? null : resolve(file);
}

/** The value of `--name VALUE` or `--name=VALUE`. */
function optionOf(args: readonly string[], name: string): string | null {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  const found = args[at];
  if (found === undefined) return null;
  const value = found === name ? args[at + 1] : found.slice(name.length + 1);
  return value === undefined || value === '' ? null : value;
}
