import { join } from 'node:path';
import { app, BrowserWindow, screen, type BrowserWindowConstructorOptions } from 'electron';
import { pageOf, type WindowKind } from './origin.ts';
import type { Texts } from './texts.ts';
import { webPreferences } from './web-preferences.ts';
import { keepPlaces, placeOnScreen, readPlaces } from './window-place.ts';

const DESK_SIZE = { width: 1280, height: 800 };
const PANEL_SIZE = { width: 372, height: 480 };

export interface WindowFolders {
  /** Where the places of the windows are kept. */
  readonly data: string;
  readonly icons: string;
  readonly preload: string;
}

/** The desk and the panel. Both live as long as the app: closing one hides it, so that showing it again is a state flip. */
export class DeskWindows {
  readonly desk: BrowserWindow;
  readonly panel: BrowserWindow;
  readonly #placesFile: string;
  #quitting = false;
  /** The panel has the focus because it waits for a key. */
  #lent = false;

  constructor(folders: WindowFolders, texts: Texts) {
    this.#placesFile = join(folders.data, 'windows.json');
    const places = readPlaces(this.#placesFile);
    const [first, ...others] = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()].map((each) => each.workArea);
    const screens = first === undefined ? [] : [first, ...others];
    const shared: BrowserWindowConstructorOptions = {
      show: false,
      icon: join(folders.icons, 'icon.png'),
      webPreferences: webPreferences(folders.preload, !app.isPackaged),
    };
    this.desk = new BrowserWindow({
      ...shared,
      ...placeOnScreen(places.desk, screens, DESK_SIZE, 'middle'),
      title: texts.appName,
      minWidth: 720,
      minHeight: 480,
    });
    this.panel = new BrowserWindow({
      ...shared,
      ...panelOptions,
      ...placeOnScreen(places.panel, screens, PANEL_SIZE, 'bottom-right'),
      title: texts.panelTitle,
    });
    // Above a softphone that is full-screen or on top itself.
    this.panel.setAlwaysOnTop(true, 'screen-saver');
    if (process.platform === 'darwin') {
      this.panel.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    }
    this.#hideOnClose(this.desk);
    this.#hideOnClose(this.panel);
    for (const left of ['blur', 'hide'] as const) {
      this.panel.on(left as 'blur', () => {
        this.#lent = false;
      });
    }
    // Until now a window was only hidden; from here on it may really close.
    app.on('before-quit', () => {
      this.#quitting = true;
      this.#keepPlaces();
    });
  }

  async load(): Promise<void> {
    await Promise.all([this.desk.loadURL(pageOf('desk')), this.panel.loadURL(pageOf('panel'))]);
  }

  revealDesk(): void {
    if (this.desk.isMinimized()) this.desk.restore();
    this.desk.show();
    this.desk.focus();
    if (process.platform === 'darwin') app.focus({ steal: true });
  }

  /**
   * Showing takes no focus from the program that the agent is typing in, unless the panel waits for a key. Showing it again
   * without `focus` gives back what was taken.
   */
  showPanel(show: boolean, { focus }: { readonly focus: boolean } = { focus: false }): void {
    if (!show) this.panel.hide();
    else if (focus) this.#lendFocus();
    else if (this.#lent) this.#giveBack();
    else this.panel.showInactive();
  }

  #lendFocus(): void {
    // A panel that the agent has clicked into is the agent's: nothing is to be given back.
    if (this.panel.isVisible() && this.panel.isFocused()) return;
    this.panel.show();
    this.panel.focus();
    this.#lent = true;
  }

  /**
   * The next window below gets the focus, which is the one that had it. No system can be told to focus the window of another
   * program; on Linux a window cannot even let go (Wayland decides alone), so there the panel goes and comes back without it.
   */
  #giveBack(): void {
    if (process.platform === 'linux') {
      this.panel.hide();
      this.panel.showInactive();
    } else this.panel.blur();
    this.#lent = false;
  }

  /** Opens a view of the desk (`#/callbacks`); only what follows the `#` changes, so nothing is loaded anew. */
  async openView(view: string): Promise<void> {
    const page = `${pageOf('desk')}${view}`;
    if (this.desk.webContents.getURL() !== page) await this.desk.loadURL(page);
    this.revealDesk();
  }

  #hideOnClose(window: BrowserWindow): void {
    window.on('close', (event) => {
      if (this.#quitting) return;
      event.preventDefault();
      window.hide();
    });
    window.on('hide', () => this.#keepPlaces());
  }

  #keepPlaces(): void {
    const of = (kind: WindowKind): Electron.Rectangle => this[kind].getNormalBounds();
    keepPlaces(this.#placesFile, { desk: of('desk'), panel: of('panel') });
  }
}

const panelOptions: BrowserWindowConstructorOptions = {
  frame: false,
  alwaysOnTop: true,
  skipTaskbar: true,
  minimizable: false,
  maximizable: false,
  fullscreenable: false,
  minWidth: 280,
  minHeight: 240,
  acceptFirstMouse: true,
  // On macOS a window of this type can be typed in while another program stays the active one.
  ...(process.platform === 'darwin' ? { type: 'panel' } : {}),
};
