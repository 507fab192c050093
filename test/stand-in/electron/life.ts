/** Where the app is in its life; some of Electron's calls are only right before or after `ready`. */
export const life = { ready: false, sandboxForAll: false };
