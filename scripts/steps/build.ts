import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { loadPack } from '#core/scripts/load-pack.ts';
import { writePackFile } from '#parcel/pack-file.ts';
import { withLock } from '../door/lock.mjs';
import { Problem } from '../door/problem.mjs';
import { root } from '../door/root.mjs';
import { words } from '../door/words.mjs';
import { runTool } from './child.ts';

const stampFile = join(root, 'out', '.built-from');

/** Everything a build depends on; a change in any of these files makes out/ stale. */
const inputs = [
  'src-{shared,parcel,main,renderer}/**/*',
  'resources/**/*',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig*.json',
];

const BUILT_PACKS = ['zh-CN'];

const outputs = [
  'main/electron.js',
  'main/loopback.js',
  'main/doctor.js',
  'preload/preload.cjs',
  'renderer/index.html',
  ...BUILT_PACKS.map((name) => `packs/${name}.zxpack`),
];

/** Builds main, preload and renderer into out/ if a source changed since; throws a Problem when it does not build. */
export async function ensureBuilt({ force = false }: { readonly force?: boolean } = {}): Promise<'fresh' | 'built'> {
  if (!force && isFresh(fingerprint())) return 'fresh';
  return withLock(
    'build',
    () => {
      console.log(words('build.waiting'));
    },
    async () => {
      const sources = fingerprint();
      if (!force && isFresh(sources)) return 'fresh';
      rmSync(stampFile, { force: true });
      const { ok, output, seconds } = await runTool(['electron-vite/bin/electron-vite.js', 'build', '--logLevel=warn']);
      if (!ok) throw new Problem(words('build.failed', { output: output.trim() }));
      if (output.trim() !== '') console.log(output.trim());
      buildPacks();
      const missing = outputs.filter((file) => !existsSync(join(root, 'out', file)));
      if (missing.length > 0) throw new Problem(words('build.not-written', { files: `out/${missing.join(', out/')}` }));
      mkdirSync(join(root, 'out'), { recursive: true });
      writeFileSync(stampFile, sources);
      console.log(words('build.done', { seconds: seconds.toFixed(1) }));
      return 'built';
    },
  );
}

/** A desk starts sooner with a pack that was read and checked here; it is part of the program and bears no signature. */
function buildPacks(): void {
  const folder = join(root, 'out', 'packs');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of BUILT_PACKS) {
    const loaded = loadPack(join(root, 'resources', 'packs', name));
    if (!loaded.ok) {
      const output = loaded.error.map(({ path, code }) => `${name}: ${path} ${code}`).join('\n');
      throw new Problem(words('build.failed', { output }));
    }
    writeFileSync(join(folder, `${name}.zxpack`), writePackFile(canonicalJson(loaded.value.pack), null));
  }
}

function isFresh(sources: string): boolean {
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== sources) return false;
  return outputs.every((file) => existsSync(join(root, 'out', file)));
}

/** A digest of the names and contents of all inputs: switching branches back and forth stays fresh. */
function fingerprint(): string {
  const hash = createHash('sha256').update(process.versions.node);
  const files = globSync(inputs, { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${file}\0${String(content.length)}\0`).update(content);
  }
  return hash.digest('hex');
}
