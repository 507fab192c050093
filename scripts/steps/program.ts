import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../door/root.mjs';

/** Becomes another program of this repository, in this process; `file` is relative to the repository. */
export async function become(file: string, args: readonly string[]): Promise<void> {
  const script = join(root, file);
  process.argv = [process.execPath, script, ...args];
  await import(pathToFileURL(script).href);
}
