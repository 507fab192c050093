import { writeFileSync } from 'node:fs';

/** Whether a file could be written: the folder may be missing, or belong to somebody else. */
export function written(file: string, content: Uint8Array): boolean {
  try {
    writeFileSync(file, content);
    return true;
  } catch {
    return false;
  }
}
