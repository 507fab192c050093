/**
 * What `import … from 'electron'` becomes in the test-only stand-in. Only what the app uses is here: an import of anything
 * else fails when it is linked, and reading any other member throws with its name.
 */
export { app } from './app.ts';
export { StandInWindow as BrowserWindow } from './browser-window.ts';
export { ipcMain } from './ipc-main.ts';
export { protocol } from './protocol.ts';
export { session } from './session.ts';
export {
  clipboard,
  dialog,
  globalShortcut,
  Menu,
  nativeImage,
  Notification,
  powerMonitor,
  safeStorage,
  screen,
  shell,
  Tray,
} from './system.ts';
