import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Check } from '../check.ts';
import { fine, problem } from '../finding.ts';

/** The SQLite binding crashes on older ones. */
const OLDEST_NODE = 22;
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];

/** 1: runs on a Node and a system that the desk is made for. */
export const runtime: Check = {
  id: 'runtime',
  run: ({ machine: { nodeVersion, platform, arch } }) => {
    const facts = { node: nodeVersion, platform: `${platform}-${arch}` };
    if (Number.parseInt(nodeVersion, 10) < OLDEST_NODE) return problem('node-too-old', facts);
    if (!PLATFORMS.includes(facts.platform)) return problem('platform-unknown', facts);
    return fine('fits', facts);
  },
};

const FILES = [
  'out/main/electron.js',
  'out/main/loopback.js',
  'out/main/doctor.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
  'resources/locales/zh-CN.json',
  'resources/locales/en.json',
  'resources/locales/faults/zh-CN.json',
  'resources/locales/faults/en.json',
  'resources/locales/loopback/zh-CN.json',
  'resources/locales/loopback/en.json',
  'resources/packs/zh-CN/pack.yaml',
];

/** 2: all that a start needs is there, the pages' own scripts and styles and the database engine included. */
export const programFiles: Check = {
  id: 'program-files',
  run: ({ program }) => {
    const missing = FILES.filter((file) => !existsSync(join(program, file)));
    if (missing.length > 0) return problem('missing', { count: missing.length, first: missing[0] ?? '' });
    const page = readFileSync(join(program, 'out/renderer/index.html'), 'utf8');
    const assets = [...page.matchAll(/(?:src|href)="\.?\/?([^":]+)"/g)].map(
      ([, asset]) => `out/renderer/${asset ?? ''}`,
    );
    const lost = assets.filter((file) => !existsSync(join(program, file)));
    if (lost.length > 0) return problem('missing', { count: lost.length, first: lost[0] ?? '' });
    try {
      new Database(':memory:').close();
    } catch {
      return problem('engine');
    }
    return fine('complete', { count: FILES.length + assets.length });
  },
};
