import { contextBridge, ipcRenderer } from 'electron';

/** Also in wire.ts: the preload is a program of its own and shares no module with the main process. */
const CHANNEL = 'zuoxi:wire';

/**
 * The page's end of the wire, and all that a page gets. What travels is decided by the contract in src-shared; a feature
 * never adds a function here.
 */
contextBridge.exposeInMainWorld('zuoxi', {
  post: (data: unknown): void => ipcRenderer.send(CHANNEL, data),
  on: (listener: (data: unknown) => void): (() => void) => {
    // The event stays here: it carries the sender, and through it more than a page should hold.
    const receive = (_event: unknown, data: unknown): void => listener(data);
    ipcRenderer.on(CHANNEL, receive);
    return () => {
      ipcRenderer.removeListener(CHANNEL, receive);
    };
  },
});
