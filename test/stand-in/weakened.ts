import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConfig } from 'electron-vite';
import { builtFolder } from './driver.ts';
import { build, mergeConfig, type InlineConfig, type Plugin } from 'vite';

const ROOT = join(import.meta.dirname, '..', '..');
/** Below node_modules, so that the builds find the same packages. */
const FOLDER = join(ROOT, 'node_modules', '.cache', 'zuoxi-weakened');

interface Patch {
  /** Relative to `src-main/electron`. */
  readonly file: string;
  /** Must be there exactly once, or the weakened build is refused: else it would prove nothing. */
  readonly find: string;
  readonly put: string;
}

export interface Weakening {
  readonly name: string;
  readonly part: 'main' | 'preload';
  readonly patches: readonly Patch[];
}

/** Eight ways in which this host could be made unsafe by one careless change. */
export const WEAKENINGS = [
  {
    name: 'no content security policy',
    part: 'main',
    patches: [{ file: 'protocol.ts', find: "'Content-Security-Policy': CONTENT_SECURITY_POLICY,", put: '' }],
  },
  {
    name: 'no navigation guard',
    part: 'main',
    patches: [{ file: 'security.ts', find: 'guardNavigation(contents);', put: '' }],
  },
  {
    name: 'no sender check',
    part: 'main',
    patches: [
      { file: 'sender.ts', find: 'if (frame?.parent !== null || frame.detached) return null;', put: '' },
      { file: 'sender.ts', find: 'if (frame.origin !== APP_ORIGIN) return null;', put: '' },
    ],
  },
  {
    name: 'sandbox off',
    part: 'main',
    patches: [
      { file: 'web-preferences.ts', find: 'sandbox: true,', put: 'sandbox: false,' },
      { file: 'main.ts', find: 'app.enableSandbox();', put: '' },
    ],
  },
  {
    name: 'ipcRenderer leaked',
    part: 'preload',
    patches: [
      {
        file: 'preload.ts',
        find: "exposeInMainWorld('zuoxi', {",
        put: "exposeInMainWorld('zuoxi', { ipcRenderer: { send: ipcRenderer.send },",
      },
    ],
  },
  {
    name: 'openExternal unrestricted',
    part: 'main',
    patches: [{ file: 'external-links.ts', find: 'if (!mayOpen(url)) return;', put: '' }],
  },
  {
    name: 'path guard off',
    part: 'main',
    patches: [
      {
        file: 'protocol.ts',
        find: "if (below === '' || below.startsWith('..') || isAbsolute(below)) return null;",
        put: '',
      },
    ],
  },
  {
    name: 'preload using fs',
    part: 'preload',
    patches: [
      {
        file: 'preload.ts',
        find: "import { contextBridge, ipcRenderer } from 'electron';",
        put: "import { contextBridge, ipcRenderer } from 'electron'; import { existsSync } from 'node:fs'; existsSync('/');",
      },
    ],
  },
] as const satisfies readonly Weakening[];

/** Builds the part that is patched; the rest is that of the true build in `out`. Answers the folder of the whole. */
export async function buildWeakened({ name, part, patches }: Weakening, out = builtFolder()): Promise<string> {
  const folder = join(FOLDER, name.replaceAll(' ', '-'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const other of ['main', 'preload', 'renderer']) {
    // Copied, not linked: a linked main would look for its neighbours where it really lies.
    if (other !== part) cpSync(join(out, other), join(folder, other), { recursive: true });
  }
  await buildPart(part, join(folder, part), patching(name, patches));
  return folder;
}

async function buildPart(part: Weakening['part'], outDir: string, plugin: Plugin): Promise<void> {
  const options = { configFile: join(ROOT, 'electron.vite.config.ts'), root: ROOT, logLevel: 'error' as const };
  const { config } = await resolveConfig(options, 'build', 'production');
  const base = config?.[part];
  if (base === undefined) throw new Error(`electron.vite.config.ts has no ${part}`);
  const input = part === 'main' ? { electron: join(ROOT, 'src-main/electron/main.ts') } : undefined;
  const merged = mergeConfig(base as InlineConfig, { plugins: [plugin], build: { outDir, emptyOutDir: true } });
  if (input !== undefined)
    (merged.build as { rolldownOptions: object }).rolldownOptions = { ...merged.build?.rolldownOptions, input };
  await build({ ...merged, configFile: false, root: ROOT, logLevel: 'error' });
}

function patching(name: string, patches: readonly Patch[]): Plugin {
  const open = new Set(patches);
  return {
    name: 'weaken',
    enforce: 'pre',
    transform(code, id) {
      let patched = code;
      for (const patch of patches) {
        if (!id.endsWith(`/src-main/electron/${patch.file}`)) continue;
        if (patched.split(patch.find).length !== 2)
          throw new Error(`${name}: not once in ${patch.file}: ${patch.find}`);
        patched = patched.replace(patch.find, () => patch.put);
        open.delete(patch);
      }
      return patched === code ? null : { code: patched, map: null };
    },
    buildEnd(error) {
      if (error === undefined && open.size > 0) throw new Error(`${name}: a file to be patched was never built`);
    },
  };
}
