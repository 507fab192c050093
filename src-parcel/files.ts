import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '#shared/base/result.ts';

/** What the system says when a file cannot be read or written. */
interface Unreadable {
  readonly reason: string;
}

/** A file that somebody has carried here. `too-large`: it is not even looked at. */
export function readWhole(path: string, limit: number): Result<Uint8Array, 'too-large' | Unreadable> {
  try {
    const file = openSync(path, 'r');
    try {
      const found = fstatSync(file);
      if (!found.isFile()) return fail({ reason: 'no file' });
      return found.size > limit ? fail('too-large') : ok(readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return fail({ reason: messageOf(error) });
  }
}

/** Written beside and renamed: a stick that is pulled out has the whole of it, or what was there before. */
export function writeWhole(path: string, content: Uint8Array): Result<void, Unreadable> {
  const beside = `${path}.new`;
  try {
    const file = openSync(beside, 'w', 0o600);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    settleFolder(dirname(path));
    return ok();
  } catch (error) {
    rmSync(beside, { force: true });
    return fail({ reason: messageOf(error) });
  }
}

/** Not every system and stick knows such a thing. */
function settleFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    return;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
