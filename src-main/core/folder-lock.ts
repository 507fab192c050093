import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { makeFolder } from '#parcel/folder.ts';
import { holdFile } from '#parcel/held-file.ts';

export const LOCK_FILE = 'desk.lock';

/** What the desk that holds a data folder says of itself, for one that is started beside it. */
export interface Holder {
  readonly pid: number;
  /** Address of a loopback desk, token included; `null` for the Electron desk. The file is readable by its owner only. */
  readonly address: string | null;
}

export interface FolderLock {
  /** Tells later starts where this desk can be found. */
  announce(holder: Holder): void;
  release(): void;
}

/** Lets one desk at a time use a data folder, whichever host it runs in. */
export function lockFolder(
  dataFolder: string,
): Result<FolderLock, { readonly code: 'folder-in-use'; readonly holder: Holder | null }> {
  makeFolder(dataFolder);
  const described = join(dataFolder, 'desk.running.json');
  const held = holdFile(join(dataFolder, LOCK_FILE));
  if (held === null) return fail({ code: 'folder-in-use', holder: readHolder(described) });
  // A desk that was killed could not take its address away.
  rmSync(described, { force: true });
  return ok({
    announce: (holder) => {
      try {
        writeFileSync(described, JSON.stringify(holder), { mode: 0o600 });
      } catch {
        // The disk is full: the desk can still be read in, only a second start cannot be led to it.
        rmSync(described, { force: true });
      }
    },
    release: () => {
      rmSync(described, { force: true });
      held.release();
    },
  });
}

function readHolder(path: string): Holder | null {
  try {
    const { pid, address } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return typeof pid === 'number' ? { pid, address: typeof address === 'string' ? address : null } : null;
  } catch {
    return null;
  }
}
