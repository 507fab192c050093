/** What the specs ask about afterwards: everything that the app did to its surroundings. */
export const record = {
  openedExternal: [] as string[],
  openedPaths: [] as string[],
  windowsOpened: [] as string[],
  /** Every navigation that a page began, and whether the app stopped it. */
  navigations: [] as { url: string; stopped: boolean }[],
  notifications: [] as { title: string; body: string }[],
  dialogs: [] as { title: string; message: string; detail: string; buttons: string[] }[],
  errors: [] as string[],
  badge: 0,
  trayTip: '',
  protocolClients: [] as string[],
  /** Folders that the app has put elsewhere. */
  paths: {} as Record<string, string>,
};

type Listener = (name: string, facts: object) => void;
const listeners: Listener[] = [];

/** Tells the driver of something as it happens. */
export function tell(name: string, facts: object = {}): void {
  for (const listener of listeners) listener(name, facts);
}

export function onTelling(listener: Listener): void {
  listeners.push(listener);
}
