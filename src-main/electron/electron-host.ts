import { join } from 'node:path';
import { app, clipboard, nativeImage } from 'electron';
import type { Host } from '#core/host.ts';
import { fileDialogs } from './file-dialogs.ts';
import { notify } from './notifications.ts';
import { onResume } from './power.ts';
import type { SystemKeys } from './shortcuts.ts';
import { fill, type Texts, type TextSource } from './texts.ts';
import type { DeskTray } from './tray.ts';
import type { DeskWindows } from './windows.ts';

export interface HostParts {
  readonly windows: DeskWindows;
  readonly keys: SystemKeys;
  readonly tray: DeskTray;
  readonly texts: Texts;
  readonly textSource: TextSource;
  readonly icons: string;
}

/** What the workstation needs of its surroundings, as this machine's system can give it. */
export function electronHost({ windows, keys, tray, texts, textSource, icons }: HostParts): Host {
  return {
    // Typing into the window of another program would need a native part that this host does not have.
    capabilities: { kind: 'electron', systemKeys: true, insert: false, panelWindow: true, fileDialogs: true },
    bindSystemKeys: (wanted, onPress) => keys.replace(wanted, onPress),
    revealDesk: () => windows.revealDesk(),
    showPanel: (show, options) => windows.showPanel(show, options),
    panelShown: () => windows.panel.isVisible(),
    writeClipboard,
    notify: (message) => notify(message, textSource, () => windows.revealDesk()),
    files: fileDialogs(windows.desk, texts),
    badge: (count) => {
      tray.late(count);
      if (process.platform === 'win32') {
        const dot = count > 0 ? nativeImage.createFromPath(join(icons, 'late.png')) : null;
        windows.desk.setOverlayIcon(dot, count > 0 ? fill(texts.tray.late, { count: String(count) }) : '');
      } else app.setBadgeCount(count);
    },
    onResume,
  };
}

/** Another program may hold the clipboard, and then nothing is written and nothing thrown: only reading back tells. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await clipboard.writeText(text);
    return sameText(await clipboard.readText(), text);
  } catch {
    return false;
  }
}

/** Windows keeps line ends as CR LF. */
function sameText(one: string, other: string): boolean {
  return one.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n');
}
