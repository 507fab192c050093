// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpmCi } from './install.mjs';
import { withLock } from './lock.mjs';
import { packagedNode24, isNode24 } from './node24.mjs';
import { Problem } from './problem.mjs';
import { root } from './root.mjs';
import { words } from './words.mjs';

const modules = join(root, 'node_modules');
const stampFile = join(modules, '.zuoxi-stamp');

/** Makes node_modules match package-lock.json; returns at once when it does already. */
export async function ensurePackages() {
  const wanted = fingerprint();
  if (isInstalled(wanted)) return;
  await withLock(
    'install',
    () => console.log(words('install.waiting')),
    async () => {
      if (isInstalled(wanted)) return;
      // npm would empty the folder that it leads to, and with it another checkout.
      if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) throw new Problem(words('install.linked'));
      await runNpmCi(existsSync(modules));
      writeStamp(wanted);
    },
  );
}

/** What node_modules must have been installed from. */
function fingerprint() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex');
}

/** @param {string} wanted */
function isInstalled(wanted) {
  const node24 = packagedNode24();
  if (!isNode24() && node24 !== undefined && !existsSync(node24)) return false;
  if (read(stampFile) === wanted) return true;
  if (!matchesLock()) return false;
  writeStamp(wanted); // somebody ran npm install or npm ci by hand
  return true;
}

/** Whether the list that npm leaves in node_modules names the same packages as package-lock.json. */
function matchesLock() {
  const list = read(join(modules, '.package-lock.json'));
  if (list === undefined) return false;
  const present = packagesOf(list);
  const wanted = packagesOf(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const unlike = Object.entries(wanted).some(([path, entry]) => {
    if (path === '') return false;
    const found = present[path];
    if (found === undefined) return !(entry.optional || entry.devOptional || entry.peer);
    return found.version !== entry.version || found.integrity !== entry.integrity;
  });
  return !unlike && Object.keys(present).every((path) => path in wanted);
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }} Entry
 * @param {string} json
 * @returns {Record<string, Entry>}
 */
function packagesOf(json) {
  return JSON.parse(json).packages ?? {};
}

/** @param {string} fingerprint */
function writeStamp(fingerprint) {
  mkdirSync(modules, { recursive: true });
  writeFileSync(stampFile, fingerprint);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
