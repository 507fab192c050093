import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/door/root.mjs';

interface LockedPackage {
  readonly version: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

test('the lock file names no registry, so that it works with every mirror', () => {
  const named = Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined);
  expect(named).toEqual([]);
});

// A mirror that is behind makes npm leave out binaries of other systems without a word; npm ci then refuses the file.
test('the lock file has the binaries of every system', () => {
  const left = Object.entries(lock.packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !isLocked(owner, name))
      .map((name) => `${name}, which ${owner} asks for`),
  );
  expect(left).toEqual([]);
});

/** Whether `name` is found the way Node looks for it from `owner`. */
function isLocked(owner: string, name: string): boolean {
  for (let folder = owner; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    if (`${folder === '' ? '' : `${folder}/`}node_modules/${name}` in lock.packages) return true;
    if (folder === '') return false;
  }
}
