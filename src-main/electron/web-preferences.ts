import type { WebPreferences } from 'electron';

/** Both windows: the page runs in a sandboxed process, apart from the preload, and knows nothing of Node. */
export function webPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    contextIsolation: true,
    sandbox: true,
    webSecurity: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webviewTag: false,
    devTools,
    // The spell checker of Electron loads its word lists from a public server.
    spellcheck: false,
    // A countdown sounds although nobody has clicked in the window, and a hidden window is right when it appears.
    autoplayPolicy: 'no-user-gesture-required',
    backgroundThrottling: false,
  };
}
