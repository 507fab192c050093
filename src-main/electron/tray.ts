import { join } from 'node:path';
import { Menu, Tray } from 'electron';
import type { Disposable } from '#shared/base/disposable.ts';
import { fill, type Texts } from './texts.ts';

export interface TrayActs {
  openDesk(): void;
  togglePanel(): void;
  quit(): void;
}

export interface DeskTray extends Disposable {
  /** Says in the tip of the icon how many things are late. */
  late(count: number): void;
}

/** The icon by which the desk stays at hand while its windows are hidden. */
export function openTray(icons: string, texts: Texts, acts: TrayActs): DeskTray {
  // macOS colours a template image itself, to fit a light or dark menu bar.
  const tray = new Tray(join(icons, process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'));
  const tip = (count: number): void => {
    const state = count > 0 ? fill(texts.tray.late, { count: String(count) }) : texts.tray.nothingLate;
    tray.setToolTip(`${texts.appName} · ${state}`);
  };
  tip(0);
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: texts.tray.open, click: acts.openDesk },
      { label: texts.tray.panel, click: acts.togglePanel },
      { type: 'separator' },
      { label: texts.tray.quit, click: acts.quit },
    ]),
  );
  // On macOS a click opens the menu, as everywhere in its menu bar.
  if (process.platform !== 'darwin') tray.on('click', acts.openDesk);
  return {
    late: tip,
    dispose: () => {
      if (!tray.isDestroyed()) tray.destroy();
    },
  };
}
