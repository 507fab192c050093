import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/** A small file for its owner only, written beside and renamed: whatever happens, there is either none or a whole one. */
export function writeDurably(path: string, text: string): void {
  const beside = `${path}.new`;
  const file = openSync(beside, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}
