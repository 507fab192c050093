import { Menu } from 'electron';
import type { Texts } from './texts.ts';

/**
 * Electron's own menu binds reload, zoom and developer tools to keys. On macOS a menu is still needed: cut, copy, paste and
 * Cmd+Q work only through one. Elsewhere there is none.
 */
export function setMenu(texts: Texts): void {
  if (process.platform !== 'darwin') {
    Menu.setApplicationMenu(null);
    return;
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: texts.appName,
        submenu: [
          { role: 'about' },
          { type: 'separator' },
          { role: 'hide' },
          { role: 'hideOthers' },
          { role: 'unhide' },
          { type: 'separator' },
          { role: 'quit' },
        ],
      },
      {
        label: texts.menu.edit,
        submenu: [
          { role: 'undo' },
          { role: 'redo' },
          { type: 'separator' },
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'selectAll' },
        ],
      },
      { label: texts.menu.window, submenu: [{ role: 'minimize' }, { role: 'close' }, { role: 'front' }] },
    ]),
  );
}
