import type { Rectangle } from 'electron';
import { theApp } from './app.ts';
import { allWindows, windowWith } from './browser-window.ts';
import { askHandler } from './protocol.ts';
import { onTelling, record } from './report.ts';
import { decisions } from './session.ts';
import {
  chooseFile,
  clickLastNotification,
  clipboard,
  holdClipboard,
  powerMonitor,
  press,
  pressDialogButton,
  setTaken,
  theTray,
} from './system.ts';
import { eventWith } from './strict.ts';

/** Everything a spec can do to the stand-in, or ask it. Arguments and answers travel as JSON. */
export const controls = {
  press: (accelerator: string) => press(accelerator),
  setTaken: (accelerators: string[]) => setTaken(accelerators),
  clipboard: () => clipboard.readText(),
  holdClipboard: (held: boolean) => holdClipboard(held),
  power: (event: 'resume' | 'unlock-screen' | 'suspend' | 'lock-screen') => powerMonitor.emit(event),
  record: async () => {
    await Promise.all(allWindows().map(({ contents }) => contents.heardOut()));
    return record;
  },
  windows: () =>
    allWindows().map((window) => ({
      ...window.state(),
      loads: window.contents.loads,
      preferences: window.contents.effective,
    })),
  closeWindow: (id: number) => windowWith(id).close(),
  moveWindow: (id: number, bounds: Rectangle) => windowWith(id).moveTo(bounds),
  minimizeWindow: (id: number) => windowWith(id).minimize(),
  /** Shows a foreign page in a window of ours, past every guard. */
  forcePage: (id: number, url: string) => windowWith(id).contents.load(url),
  sendAs: (id: number, frame: number, channel: string, args: unknown[]) =>
    windowWith(id).contents.sendAs(frame, channel, args),
  decisions: () => decisions(),
  askHandler: (url: string) => askHandler(url),
  attachWebview: (id: number) => {
    const event = eventWith({});
    windowWith(id).contents.emit('will-attach-webview', event, {}, {});
    return event.defaultPrevented;
  },
  tray: () => theTray().labels(),
  chooseFromTray: (label: string) => theTray().choose(label),
  clickTray: () => theTray().emit('click'),
  clickNotification: () => clickLastNotification(),
  chooseFile: (path: string | null) => chooseFile(path),
  pressDialogButton: (label: string) => pressDialogButton(label),
  secondInstance: (args: string[]) => theApp.emit('second-instance', eventWith({}), ['electron', ...args], '/'),
  openUrl: (url: string) => theApp.emit('open-url', eventWith({}), url),
  quit: () => theApp.quit(),
};

export type Controls = typeof controls;
export type Control = keyof Controls;

export interface Asked {
  readonly id: number;
  readonly control: Control;
  readonly args: readonly unknown[];
}

export type Told =
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'event'; readonly name: string; readonly facts: object };

export function listenToDriver(): void {
  const tell = (told: Told): void => {
    if (process.connected) process.send?.(told);
  };
  onTelling((name, facts) => tell({ kind: 'event', name, facts }));
  process.on('message', (message) => {
    const { id, control, args } = message as Asked;
    const run = controls[control] as (...args: readonly unknown[]) => unknown;
    // One tick later, so that a control that throws is a failure too.
    Promise.resolve()
      .then(() => run(...args))
      .then(
        (value) => tell({ kind: 'answer', id, value: value ?? null }),
        (error: unknown) =>
          tell({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) }),
      );
  });
  // A driver that is gone leaves nothing behind.
  process.on('disconnect', () => process.exit(1));
}
