import { dialog, type BrowserWindow } from 'electron';
import type { FileDialogs } from '#core/host.ts';
import type { Texts } from './texts.ts';

/** The dialogs of the system, over the desk's window. */
export function fileDialogs(window: BrowserWindow, { parcel, pack }: Texts): FileDialogs {
  const filters = [{ name: parcel.kind, extensions: ['zxp'] }];
  return {
    askWhereTo: async (name) => {
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        ...{ title: parcel.write, defaultPath: name, filters },
        properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
      });
      return canceled ? null : filePath;
    },
    askWhich: async (kind) => {
      const [title, filter] =
        kind === 'pack' ? [pack.take, { name: pack.kind, extensions: ['zxpack'] }] : [parcel.take, ...filters];
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        ...{ title, filters: filter === undefined ? [] : [filter] },
        properties: ['openFile', 'dontAddToRecent'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
