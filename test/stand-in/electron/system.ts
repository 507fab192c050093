import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { life } from './life.ts';
import { record, tell } from './report.ts';
import { settings } from './settings.ts';
import { strict, StrictEmitter } from './strict.ts';

// globalShortcut

const bound = new Map<string, () => void>();
const taken = new Set(settings().taken.map(spelled));

/** One spelling for a chord, whatever the order and case of its parts. */
function spelled(accelerator: string): string {
  return accelerator.toLowerCase().split('+').sort().join('+');
}

export const globalShortcut = strict('globalShortcut', {
  register: (accelerator: string, callback: () => void): boolean => {
    if (!life.ready) throw new Error('globalShortcut cannot be used before the app is ready');
    const chord = spelled(accelerator);
    if (taken.has(chord)) return false;
    bound.set(chord, callback);
    return true;
  },
  unregister: (accelerator: string): void => {
    bound.delete(spelled(accelerator));
  },
  isRegistered: (accelerator: string): boolean => bound.has(spelled(accelerator)),
});

/** `false` when the app does not hold this chord. */
export function press(accelerator: string): boolean {
  const callback = bound.get(spelled(accelerator));
  callback?.();
  return callback !== undefined;
}

/** From now on; what the app already holds stays with it, as in a real system. */
export function setTaken(accelerators: readonly string[]): void {
  taken.clear();
  for (const accelerator of accelerators) taken.add(spelled(accelerator));
}

// clipboard

let clipboardText = '';
let clipboardHeld = false;

export const clipboard = strict('clipboard', {
  writeText: (text: string): Promise<void> => {
    if (!clipboardHeld) clipboardText = text;
    return Promise.resolve();
  },
  readText: (): Promise<string> => Promise.resolve(clipboardText),
});

export function holdClipboard(held: boolean): void {
  clipboardHeld = held;
}

// powerMonitor

const power = new StrictEmitter('powerMonitor', ['resume', 'suspend', 'lock-screen', 'unlock-screen']);
export const powerMonitor = strict('powerMonitor', power);

// safeStorage: a system's key store that keeps its own key from start to start

const systemKey = Buffer.from(settings().systemKey, 'hex');

export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: (): Promise<boolean> => Promise.resolve(settings().keyStore !== 'unavailable'),
  encryptStringAsync: (text: string): Promise<Buffer> => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', systemKey, iv);
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), body]));
  },
  // eslint-disable-next-line @typescript-eslint/require-await -- a failure must be a rejection, not a throw
  decryptStringAsync: async (wrapped: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> => {
    if (settings().keyStore === 'garbage') return { result: 'not what was wrapped', shouldReEncrypt: false };
    const cipher = createDecipheriv('aes-256-gcm', systemKey, wrapped.subarray(0, 12));
    cipher.setAuthTag(wrapped.subarray(12, 28));
    const text = Buffer.concat([cipher.update(wrapped.subarray(28)), cipher.final()]).toString('utf8');
    return { result: text, shouldReEncrypt: false };
  },
});

// Notification

export class Notification extends StrictEmitter {
  private readonly words: { title: string; body: string };
  constructor({ title, body }: { title: string; body: string; silent?: boolean }) {
    super('Notification', ['click', 'close', 'show', 'failed']);
    this.words = { title, body };
    return strict('Notification', this);
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    record.notifications.push(this.words);
    shown.push(this);
    tell('notification', this.words);
  }
}
const shown: Notification[] = [];

export function clickLastNotification(): void {
  shown.at(-1)?.emit('click');
}

// Tray and Menu

interface Item {
  readonly label?: string;
  readonly click?: () => void;
}

class StandInMenu {
  readonly items: readonly Item[];
  constructor(items: readonly Item[]) {
    this.items = items;
  }
  static buildFromTemplate(items: readonly Item[]): StandInMenu {
    return new StandInMenu(items);
  }
  static setApplicationMenu(menu: StandInMenu | null): void {
    tell('menu', { items: menu?.items.length ?? 0 });
  }
}
export const Menu = strict('Menu', StandInMenu);

export class Tray extends StrictEmitter {
  private menu: StandInMenu | undefined;
  private gone = false;
  constructor(image: string) {
    super('Tray', ['click', 'double-click', 'right-click']);
    if (!existsSync(image)) throw new Error(`stand-in: the tray has no icon at ${image}`);
    trays.push(this);
    return strict('Tray', this);
  }
  setToolTip(text: string): void {
    record.trayTip = text;
  }
  setContextMenu(menu: StandInMenu): void {
    this.menu = menu;
  }
  isDestroyed(): boolean {
    return this.gone;
  }
  destroy(): void {
    this.gone = true;
  }
  /** For the driver. */
  labels(): string[] {
    return (this.menu?.items ?? []).flatMap(({ label }) => label ?? []);
  }
  choose(label: string): void {
    const item = this.menu?.items.find((each) => each.label === label);
    if (item?.click === undefined) throw new Error(`stand-in: the tray has no '${label}'`);
    item.click();
  }
}
const trays: Tray[] = [];

export function theTray(): Tray {
  const tray = trays.find((each) => !each.isDestroyed());
  if (tray === undefined) throw new Error('stand-in: there is no tray');
  return tray;
}

// screen, shell, dialog, nativeImage

const workArea = { x: 0, y: 0, width: 1920, height: 1040 };
const display = strict('Display', { id: 1, workArea });
export const screen = strict('screen', {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
});

export const shell = strict('shell', {
  openExternal: (url: string): Promise<void> => {
    record.openedExternal.push(url);
    return Promise.resolve();
  },
  openPath: (path: string): Promise<string> => {
    record.openedPaths.push(path);
    return Promise.resolve('');
  },
});

interface BoxOptions {
  readonly title?: string;
  readonly message: string;
  readonly detail?: string;
  readonly buttons?: readonly string[];
}

interface FileOptions {
  readonly title?: string;
  readonly defaultPath?: string;
  readonly filters?: readonly { readonly name: string; readonly extensions: readonly string[] }[];
}

/** What the person chooses in the next dialogs for files; nothing: the dialog is closed. */
let chosenFile: string | null = null;

export function chooseFile(path: string | null): void {
  chosenFile = path;
}

function askForFile(
  window: unknown,
  kind: 'save' | 'open',
  { title = '', defaultPath = '' }: FileOptions,
): string | null {
  if (typeof window !== 'object' || window === null) throw new Error('stand-in: a dialog for files without its window');
  tell('file-dialog', { kind, title, name: defaultPath });
  return chosenFile;
}

let answerDialog: ((button: number) => void) | undefined;

export const dialog = strict('dialog', {
  showMessageBox: async (options: BoxOptions): Promise<{ response: number }> => {
    const { title = '', message, detail = '', buttons = [] } = options;
    const shownBox = { title, message, detail, buttons: [...buttons] };
    record.dialogs.push(shownBox);
    const answer = new Promise<number>((done) => (answerDialog = done));
    tell('dialog', shownBox);
    return { response: await answer };
  },
  showSaveDialog: (window: object, options: FileOptions): Promise<{ canceled: boolean; filePath: string }> => {
    const path = askForFile(window, 'save', options);
    return Promise.resolve({ canceled: path === null, filePath: path ?? '' });
  },
  showOpenDialog: (window: object, options: FileOptions): Promise<{ canceled: boolean; filePaths: string[] }> => {
    const path = askForFile(window, 'open', options);
    return Promise.resolve({ canceled: path === null, filePaths: path === null ? [] : [path] });
  },
});

export function pressDialogButton(label: string): void {
  const at = record.dialogs.at(-1)?.buttons.indexOf(label) ?? -1;
  if (at === -1) throw new Error(`stand-in: no dialog with '${label}'`);
  answerDialog?.(at);
}

export const nativeImage = strict('nativeImage', {
  createFromPath: (path: string) => {
    if (!existsSync(path)) throw new Error(`stand-in: no image at ${path}`);
    return strict('NativeImage', { isEmpty: () => false });
  },
});
