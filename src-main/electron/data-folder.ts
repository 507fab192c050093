import { isAbsolute, join, resolve } from 'node:path';
import { app, crashReporter } from 'electron';

/**
 * The folder of this desk: `--data DIR`, else the system's place for data of this user. What the browser engine keeps goes
 * into a folder of its own below it. Must come before the single-instance lock, which is one for each folder.
 */
export function chooseDataFolder(args: readonly string[]): string {
  const given = optionOf(args, '--data');
  const folder = given === null ? app.getPath('userData') : isAbsolute(given) ? given : resolve(given);
  app.setPath('userData', folder);
  app.setPath('sessionData', join(folder, 'browser'));
  return folder;
}

/** Dumps of a crash stay in the data folder: nobody is sent anything. */
export function keepCrashDumpsHere(dataFolder: string): void {
  app.setPath('crashDumps', join(dataFolder, 'crash-dumps'));
  crashReporter.start({ uploadToServer: false });
}

/** The value of `--name VALUE` or `--name=VALUE`. */
function optionOf(args: readonly string[], name: string): string | null {
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
  if (at === -1) return null;
  const value = args[at]?.includes('=') === true ? args[at].slice(name.length + 1) : args[at + 1];
  return value === undefined || value === '' ? null : value;
}
