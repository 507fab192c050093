// @ts-check
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './root.mjs';

const heartbeatMs = 1_000;
const abandonedAfterMs = 15_000;

/**
 * Runs `work` while no other process of this working tree runs work under the same name.
 * `onWait` is called once if another one is at it. A holder that died is noticed after 15 s without a heartbeat.
 * @template T
 * @param {string} name
 * @param {() => void} onWait
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, onWait, work) {
  const folder = join(root, '.zuoxi', 'locks');
  const file = join(folder, name);
  const owner = randomUUID();
  mkdirSync(folder, { recursive: true });
  for (let waited = false; !claim(file, owner); waited = true) {
    if (!waited) onWait();
    await pause(200);
  }
  const heartbeat = setInterval(() => touch(file), heartbeatMs);
  const release = () => {
    clearInterval(heartbeat);
    if (ownerOf(file) === owner) rmSync(file, { force: true });
  };
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.removeListener('exit', release);
    release();
  }
}

/** @param {string} file @param {string} owner */
function claim(file, owner) {
  try {
    writeFileSync(file, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
  if (ageMs(file) > abandonedAfterMs) rmSync(file, { force: true });
  return false;
}

/** @param {string} file */
function ageMs(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0; // released in the meantime
  }
}

/** @param {string} file */
function ownerOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // The folder was deleted by hand: the work goes on, only its protection is gone.
  }
}
