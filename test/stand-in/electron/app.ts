import { existsSync } from 'node:fs';
import { life } from './life.ts';
import { record, tell } from './report.ts';
import { settings } from './settings.ts';
import { eventWith, strict, StrictEmitter } from './strict.ts';

const paths = new Map<string, string>([['appData', settings().appData]]);

/** Asked before the app quits; `false` keeps it running. */
type Closer = () => boolean;
const closers: Closer[] = [];

export function beforeQuitting(closer: Closer): void {
  closers.push(closer);
}

class StandInApp extends StrictEmitter {
  readonly isPackaged = false;
  private readyNow: (() => void) | undefined;
  private readonly readiness = new Promise<void>((done) => (this.readyNow = done));

  constructor() {
    super('app', [
      ...['ready', 'activate', 'second-instance', 'open-url', 'web-contents-created', 'window-all-closed'],
      ...['before-quit', 'will-quit', 'quit', 'render-process-gone', 'child-process-gone'],
    ]);
  }

  whenReady(): Promise<void> {
    return this.readiness;
  }
  isReady(): boolean {
    return life.ready;
  }
  getName(): string {
    return 'zuoxi';
  }
  getVersion(): string {
    return '0.0.0';
  }
  getAppPath(): string {
    return settings().appPath;
  }
  getPath(name: string): string {
    const path = paths.get(name);
    if (path === undefined) throw new Error(`stand-in: app.getPath('${name}') is not there`);
    return path;
  }
  setPath(name: string, path: string): void {
    if (!['userData', 'sessionData'].includes(name)) throw new Error(`stand-in: app.setPath('${name}')`);
    if (!existsSync(path)) throw new Error(`app.setPath: ${path} does not exist`);
    paths.set(name, path);
    record.paths[name] = path;
  }
  getPreferredSystemLanguages(): string[] {
    return [...settings().languages];
  }
  requestSingleInstanceLock(): boolean {
    return !settings().secondInstance;
  }
  enableSandbox(): void {
    if (life.ready) throw new Error('app.enableSandbox() can only be called before app is ready');
    life.sandboxForAll = true;
  }
  setAppUserModelId(id: string): void {
    tell('app-user-model', { id });
  }
  setAsDefaultProtocolClient(scheme: string): boolean {
    record.protocolClients.push(scheme);
    return true;
  }
  setBadgeCount(count: number): boolean {
    record.badge = count;
    return true;
  }
  focus(options?: { steal: boolean }): void {
    tell('app-focus', { ...options });
  }

  quit(): void {
    const before = eventWith({});
    this.emit('before-quit', before);
    if (before.defaultPrevented || !closers.every((close) => close())) return;
    const will = eventWith({});
    this.emit('will-quit', will);
    if (will.defaultPrevented) return;
    this.exit(0);
  }

  exit(code = 0): void {
    this.emit('quit', eventWith({}), code);
    tell('quit', { code });
    // What was told must still reach the driver.
    setImmediate(() => process.exit(code));
  }

  /** For the stand-in itself. */
  becomeReady(): void {
    life.ready = true;
    this.readyNow?.();
    this.emit('ready');
  }
}

export const theApp = new StandInApp();
export const app = strict('app', theApp);
