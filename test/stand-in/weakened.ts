import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'electron-vite';
import { builtFolder } from './driver.ts';
import { askFor, type Weakening } from './weakening.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CONFIG = fileURLToPath(new URL('./weakened.config.ts', import.meta.url));
/** Below node_modules, so that the builds find the same packages. */
const FOLDER = join(ROOT, 'node_modules', '.cache', 'zuoxi-weakened');

/** Eight ways in which this host could be made unsafe by one careless change. */
export const WEAKENINGS = [
  {
    name: 'no content security policy',
    part: 'main',
    patches: [
      {
        file: 'protocol.ts',
        find: "headers: { ...PAGE_HEADERS, 'Content-Type': type }",
        put: "headers: { ...PAGE_HEADERS, 'Content-Type': type, 'Content-Security-Policy': '' }",
      },
    ],
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
    patches: [{ file: 'external-links.ts', find: 'if (!mayOpen(url, LINK_HOSTS)) return;', put: '' }],
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

/** Builds the part that is patched; the rest is that of the true build. Answers the folder of the whole. */
export async function buildWeakened(weakening: Weakening, out = builtFolder()): Promise<string> {
  const folder = join(FOLDER, weakening.name.replaceAll(' ', '-'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const other of ['main', 'preload', 'renderer']) {
    // Copied, not linked: a linked main would look for its neighbours where it really lies.
    if (other !== weakening.part) cpSync(join(out, other), join(folder, other), { recursive: true });
  }
  askFor(weakening, join(folder, weakening.part));
  await build({ configFile: CONFIG, root: ROOT, logLevel: 'error' });
  return folder;
}
