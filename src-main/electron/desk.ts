import { join } from 'node:path';
import { app, safeStorage, session } from 'electron';
import { Scope } from '#shared/base/disposable.ts';
import { fail, type Result } from '#shared/base/result.ts';
import { lockFolder, type FolderLock } from '#core/folder-lock.ts';
import { fileLog } from '#core/log.ts';
import { openWorkstation } from '#core/open-workstation.ts';
import { faultTeller } from '#core/scripts/fault-words.ts';
import { systemClock } from '#core/system-clock.ts';
import { reloadAfterCrash } from './crashed-pages.ts';
import { electronHost } from './electron-host.ts';
import { wrappedKeyStore } from './key-store.ts';
import type { LinksIn } from './links-in.ts';
import { setMenu } from './menu.ts';
import { serveFolder } from './protocol.ts';
import { denyPermissions } from './security.ts';
import { SystemKeys } from './shortcuts.ts';
import { showStartFailure, type Unopened } from './start-failure.ts';
import { chooseLocale, TextSource, type Texts } from './texts.ts';
import { openTray } from './tray.ts';
import { DeskWindows } from './windows.ts';
import { openWireDoor } from './wire.ts';

export interface DeskFolders {
  readonly data: string;
  readonly resources: string;
  readonly builtPacks: string;
  /** The built page of both windows. */
  readonly renderer: string;
  /** The built preload, a file. */
  readonly preload: string;
  /** A script pack to use instead of the desk's own. */
  readonly pack: string | null;
}

/** Opens the whole desk, or says why it cannot and quits. */
export async function openDesk(folders: DeskFolders, links: LinksIn): Promise<void> {
  const textSource = new TextSource(join(folders.resources, 'locales'));
  const locale = chooseLocale(app.getPreferredSystemLanguages());
  const texts = textSource.in(locale);
  setMenu(texts);
  const scope = new Scope();
  app.on('will-quit', () => scope.dispose());
  const failed = await openParts({ folders, links, textSource, texts, scope }).catch((error: unknown): Unopened => {
    // To whoever started us from a terminal; the log file may be what could not be opened.
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return { code: 'database-not-opened' };
  });
  if (failed === null) return;
  await showStartFailure(failed, folders.data, texts, faultTeller(folders.resources, locale));
  app.quit();
}

interface Opening {
  readonly folders: DeskFolders;
  readonly links: LinksIn;
  readonly textSource: TextSource;
  readonly texts: Texts;
  /** Owns everything that is opened. */
  readonly scope: Scope;
}

/** Folder, records, windows, keys, tray; `null` when all of it is there. */
async function openParts({ folders, links, textSource, texts, scope }: Opening): Promise<Unopened | null> {
  const locked = tryLock(folders.data);
  if (!locked.ok) return locked.error;
  scope.defer(() => locked.value.release());
  locked.value.announce({ pid: process.pid, address: null });
  const log = fileLog(folders.data);

  denyPermissions(session.defaultSession);
  serveFolder(folders.renderer);
  const icons = join(folders.resources, 'icons');
  const windows = new DeskWindows({ data: folders.data, icons, preload: folders.preload }, texts);
  reloadAfterCrash([windows.desk, windows.panel], systemClock, log);
  const tray = scope.add(
    openTray(icons, texts, {
      openDesk: () => windows.revealDesk(),
      togglePanel: () => windows.showPanel(!windows.panel.isVisible()),
      quit: () => app.quit(),
    }),
  );
  const keys = scope.add(new SystemKeys());
  const opened = await openWorkstation({
    host: electronHost({ windows, keys, tray, texts, textSource, icons }),
    keyStore: wrappedKeyStore(folders.data, safeStorage),
    dataFolder: folders.data,
    resources: folders.resources,
    builtPacks: folders.builtPacks,
    clock: systemClock,
    log,
    ...(folders.pack === null ? {} : { packFile: folders.pack }),
  });
  if (!opened.ok) {
    log.error({ code: opened.error.code }, 'the desk cannot start');
    return opened.error;
  }

  const workstation = scope.add(opened.value);
  const door = scope.add(openWireDoor({ desk: windows.desk.webContents, panel: windows.panel.webContents }, log));
  workstation.connect(door.wireOf('desk'), 'desk');
  workstation.connect(door.wireOf('panel'), 'panel');
  workstation.start();
  await windows.load();
  windows.revealDesk();
  links.onOpen((view) => {
    if (view === null) windows.revealDesk();
    else void windows.openView(view);
  });
  return null;
}

function tryLock(folder: string): Result<FolderLock, Unopened> {
  try {
    return lockFolder(folder);
  } catch {
    return fail({ code: 'folder-not-writable' });
  }
}
