import { join } from 'node:path';
import { app } from 'electron';
import { chooseDataFolder, choosePack } from './data-folder.ts';
import { openDesk } from './desk.ts';
import { LinksIn } from './links-in.ts';
import { registerAppScheme } from './protocol.ts';
import { guardPages } from './security.ts';

const data = chooseDataFolder(process.argv);
if (app.requestSingleInstanceLock()) {
  // No crash reporter: a dump is the memory of the process, with what customers said.
  // Must match the appId of the installer, or Windows shows no notifications.
  app.setAppUserModelId('com.zuoxi.desk');
  app.enableSandbox();
  registerAppScheme();
  guardPages(app);
  const links = new LinksIn(process.argv);
  const root = app.getAppPath();
  const out = join(import.meta.dirname, '..');
  const folders = {
    data,
    resources: join(root, 'resources'),
    builtPacks: join(out, 'packs'),
    renderer: join(out, 'renderer'),
    preload: join(out, 'preload', 'preload.cjs'),
    pack: choosePack(process.argv),
  };
  void app.whenReady().then(() => openDesk(folders, links));
} else {
  // The instance that is already there comes to the front and gets our arguments.
  app.quit();
}
