import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { beforeQuitting, theApp } from './app.ts';
import { life } from './life.ts';
import { tell } from './report.ts';
import { eventWith, strict, StrictEmitter } from './strict.ts';
import { StandInContents } from './web-contents.ts';

const windows: StandInWindow[] = [];

/** Shown, hidden, focused and moved only on paper; its page is a real one. */
export class StandInWindow extends StrictEmitter {
  readonly id: number;
  readonly webContents: StandInContents;
  readonly contents: StandInContents;
  private bounds: Rectangle;
  private visible: boolean;
  private focused = false;
  private minimized = false;
  private onTop: boolean;
  private destroyed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super('BrowserWindow', [
      ...['close', 'closed', 'show', 'hide', 'focus', 'blur', 'resize', 'resized', 'move', 'moved', 'ready-to-show'],
      ...['query-session-end', 'session-end'],
    ]);
    if (!life.ready) throw new Error('Cannot create BrowserWindow before app is ready');
    this.id = windows.length + 1;
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    this.visible = options.show ?? true;
    this.onTop = options.alwaysOnTop ?? false;
    this.contents = new StandInContents(this.id, options.webPreferences ?? {}, this.bounds);
    this.webContents = this.contents.face;
    windows.push(this);
    theApp.emit('web-contents-created', eventWith({}), this.webContents);
    return strict('BrowserWindow', this);
  }

  async loadURL(url: string): Promise<void> {
    await this.contents.load(url);
  }

  show(): void {
    this.makeVisible(true);
    this.focus();
  }
  showInactive(): void {
    this.makeVisible(true);
  }
  hide(): void {
    this.blur();
    this.makeVisible(false);
  }
  focus(): void {
    if (this.focused) return;
    for (const window of windows) window.blur();
    this.focused = true;
    this.emit('focus');
  }
  /** Where the focus goes then is the system's matter, and not shown here. */
  blur(): void {
    if (!this.focused) return;
    this.focused = false;
    this.emit('blur');
  }
  isFocused(): boolean {
    return this.focused;
  }
  restore(): void {
    this.minimized = false;
  }
  isVisible(): boolean {
    return this.visible;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  getNormalBounds(): Rectangle {
    return { ...this.bounds };
  }
  setAlwaysOnTop(flag: boolean): void {
    this.onTop = flag;
  }
  setVisibleOnAllWorkspaces(visible: boolean): void {
    tell('all-workspaces', { window: this.id, visible });
  }
  setOverlayIcon(_icon: unknown, description: string): void {
    tell('overlay', { description });
  }

  close(): boolean {
    const event = eventWith({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }

  destroy(): void {
    if (this.destroyed) return;
    this.destroyed = true;
    this.visible = false;
    windows.splice(windows.indexOf(this), 1);
    this.contents.close().catch(() => undefined);
    this.emit('closed');
    tell('window', this.state());
    if (windows.length > 0) return;
    // Electron quits after the last window, unless the app listens and decides otherwise.
    if (theApp.listenerCount('window-all-closed') > 0) theApp.emit('window-all-closed');
    else if (!quitting) theApp.quit();
  }

  /** For the driver. */
  state(): { window: number; visible: boolean; focused: boolean; onTop: boolean; bounds: Rectangle } {
    const { id, visible, focused, onTop, bounds } = this;
    return { window: id, visible, focused, onTop, bounds };
  }

  moveTo(bounds: Rectangle): void {
    this.bounds = bounds;
    this.emit('moved');
    this.emit('resized');
  }

  minimize(): void {
    this.minimized = true;
  }

  private makeVisible(visible: boolean): void {
    if (this.visible === visible) return;
    this.visible = visible;
    this.emit(visible ? 'show' : 'hide');
    tell('window', this.state());
  }
}

let quitting = false;
beforeQuitting(() => {
  quitting = true;
  quitting = [...windows].every((window) => window.close());
  return quitting;
});

export function windowWith(id: number): StandInWindow {
  const window = windows.find((each) => each.id === id);
  if (window === undefined) throw new Error(`stand-in: no window ${id}`);
  return window;
}

export function allWindows(): readonly StandInWindow[] {
  return windows;
}
