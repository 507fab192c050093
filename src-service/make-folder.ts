import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * For its owner only, with what is missing above it; throws what the system says when it cannot. Node's own `recursive` never comes
 * to an end where the folder above is there but takes no new one, as in `/proc`.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}
