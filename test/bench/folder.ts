import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A folder on the disk that is measured; removed when the program ends the work with it. */
export function benchFolder(disk: string, name: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(disk, `zuoxi-bench-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
