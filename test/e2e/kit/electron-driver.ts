import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { temporaryFolder } from '#kit/desk.ts';
import type { DeskDriver } from './desk-driver.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** The binary that the `electron` package has fetched, if it has. */
function electronBinary(): string | null {
  const home = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const named = join(home, 'path.txt');
  if (!existsSync(named)) return null;
  const binary = join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(home, 'dist'),
    readFileSync(named, 'utf8').trim(),
  );
  return existsSync(binary) ? binary : null;
}

/** Why the specs cannot run on Electron itself here, or `null` if they can. */
export function whyNoElectron(): string | null {
  if (electronBinary() === null) return 'the Electron binary is not on this machine';
  const noDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  return noDisplay ? 'there is no display' : null;
}

export async function openElectron(): Promise<DeskDriver> {
  const folder = temporaryFolder('electron');
  const start = () =>
    _electron.launch({ executablePath: electronBinary() ?? '', args: [ROOT, '--data', folder.path], locale: 'zh-CN' });
  let app = await start();
  let windows = await findWindows();

  async function findWindows(): Promise<{ readonly desk: Page; readonly panel: Page }> {
    while (app.windows().length < 2) await app.waitForEvent('window');
    const panel = app.windows().find((page) => page.url().includes('window=panel'));
    const desk = app.windows().find((page) => page !== panel);
    if (panel === undefined || desk === undefined) throw new Error('electron: a window is missing');
    return { desk, panel };
  }

  return {
    name: 'electron',
    get desk() {
      return windows.desk;
    },
    get panel() {
      return windows.panel;
    },
    // The keys of the system cannot be pressed from here; inside the window the page is sent them.
    chord: (accelerator) => windows.desk.keyboard.press(accelerator),
    clipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    crash: async () => {
      app.process().kill('SIGKILL');
      app = await start();
      windows = await findWindows();
    },
    close: async () => {
      await app.close();
      folder.remove();
    },
  };
}
