import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser, type StandInBrowser } from './chromium.ts';
import type { Control, Controls } from './electron/control.ts';
import type { StandInSettings } from './electron/settings.ts';
import { StandInProcess } from './process.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** The true build; `ZUOXI_OUT` names another place for it. */
export function builtFolder(): string {
  return process.env.ZUOXI_OUT ?? join(ROOT, 'out');
}

export interface StandInOptions {
  readonly dataFolder: string;
  /** A folder with `main/electron.js`, `preload/` and `renderer/`; the true build when left out. */
  readonly out?: string;
  /** Further arguments of the start, as a user or the system would give them. */
  readonly args?: readonly string[];
  readonly languages?: readonly string[];
  readonly taken?: readonly string[];
  readonly keyStore?: StandInSettings['keyStore'];
  readonly secondInstance?: boolean;
  /** Shared with other stand-ins; when left out, one is opened and closed with this one. */
  readonly browser?: StandInBrowser;
}

/** How a start can end: with both windows shown, with a message about why not, or with the app gone. */
export type Start = 'windows' | 'dialog' | 'ended';

export class StandIn {
  readonly name = 'stand-in';
  private readonly options: StandInOptions;
  private readonly browser: StandInBrowser;
  private readonly systemKey = randomBytes(32).toString('hex');
  private readonly pages = new Map<'desk' | 'panel', Page>();
  private app: StandInProcess;
  private taken: readonly string[];
  private keyStore: StandInSettings['keyStore'];
  private printed = '';
  started: Start = 'ended';

  private constructor(options: StandInOptions, browser: StandInBrowser) {
    this.options = options;
    this.browser = browser;
    this.taken = options.taken ?? [];
    this.keyStore = options.keyStore ?? 'works';
    this.app = this.newProcess();
  }

  static async launch(options: StandInOptions): Promise<StandIn> {
    const standIn = new StandIn(options, options.browser ?? (await openBrowser()));
    await standIn.settle();
    return standIn;
  }

  get desk(): Page {
    return this.page('desk');
  }

  get panel(): Page {
    return this.page('panel');
  }

  /** Presses a chord as if another program had the focus; `false` when the app does not hold it. */
  press(accelerator: string): Promise<boolean> {
    return this.app.ask('press', accelerator);
  }

  clipboard(): Promise<string> {
    return this.app.ask('clipboard');
  }

  /** The machine wakes up. */
  async resume(): Promise<void> {
    await this.app.ask('power', 'resume');
  }

  /** Chords that another program holds, from now on and after a restart. */
  async setTaken(accelerators: readonly string[]): Promise<void> {
    this.taken = accelerators;
    await this.app.ask('setTaken', [...accelerators]);
  }

  async openedExternal(): Promise<readonly string[]> {
    return (await this.record()).openedExternal;
  }

  async notifications(): Promise<readonly { readonly title: string; readonly body: string }[]> {
    return (await this.record()).notifications;
  }

  record(): ReturnType<Controls['record']> {
    return this.app.ask('record');
  }

  /** Everything else that the stand-in can do or tell; see `controls`. */
  ask<C extends Control>(control: C, ...args: Parameters<Controls[C]>): Promise<Awaited<ReturnType<Controls[C]>>> {
    return this.app.ask(control, ...args);
  }

  /** What is on paper of a window: shown, focused, on top, where, with what rights. */
  async window(kind: 'desk' | 'panel'): Promise<Awaited<ReturnType<Controls['windows']>>[number]> {
    const found = (await this.app.ask('windows')).find(({ window }) => window === NUMBER[kind]);
    if (found === undefined) throw new Error(`stand-in: there is no ${kind}`);
    return found;
  }

  /** What the app wrote to its terminal, over all its runs. */
  get logs(): string {
    return this.printed + this.app.output;
  }

  get pid(): number {
    return this.app.child.pid!;
  }

  /** Quits as a user would and starts again on the same folder. */
  async restart(change: { readonly keyStore?: StandInSettings['keyStore'] } = {}): Promise<void> {
    if (this.app.running) await this.quit();
    this.keyStore = change.keyStore ?? this.keyStore;
    await this.startAgain();
  }

  /** Starts the app after it was killed or has quit. */
  async startAgain(): Promise<void> {
    this.printed += this.app.output;
    this.app = this.newProcess();
    await this.settle();
  }

  async quit(): Promise<void> {
    await this.app.ask('quit').catch(() => undefined);
    await this.gone();
  }

  /** As a power cut or the task manager would: nothing is given time to end well. */
  async kill(): Promise<void> {
    this.app.child.kill('SIGKILL');
    await this.gone();
  }

  async close(): Promise<void> {
    if (this.app.running) {
      const quitted = this.quit();
      const late = setTimeout(() => this.app.child.kill('SIGKILL'), 5_000);
      await quitted;
      clearTimeout(late);
    }
    if (this.options.browser === undefined) await this.browser.close();
  }

  private page(kind: 'desk' | 'panel'): Page {
    const page = this.pages.get(kind);
    if (page === undefined) throw new Error(`stand-in: there is no ${kind} (start: ${this.started})\n${this.logs}`);
    return page;
  }

  private newProcess(): StandInProcess {
    const { dataFolder, out = builtFolder(), args = [], languages = ['zh-CN'], secondInstance = false } = this.options;
    return new StandInProcess({
      endpoint: this.browser.endpoint,
      appPath: ROOT,
      main: join(out, 'main', 'electron.js'),
      appData: join(dataFolder, '..', 'unused-app-data'),
      args: ['--data', dataFolder, ...args],
      languages,
      keyStore: this.keyStore,
      systemKey: this.systemKey,
      taken: this.taken,
      secondInstance,
    });
  }

  /** Waits until the start has come to something, and finds the pages of the windows. */
  private async settle(): Promise<void> {
    this.pages.clear();
    const { events } = this.app;
    const targets = new Map<number, string>();
    const loaded = new Set<number>();
    events.on('page-opened', ({ window, targetId }: { window: number; targetId: string }) =>
      targets.set(window, targetId),
    );
    this.started = await new Promise<Start>((done) => {
      events.on('loaded', ({ window, url }: { window: number; url: string }) => {
        if (url === 'about:blank') return;
        loaded.add(window);
        if (loaded.size === 2) done('windows');
      });
      events.once('dialog', () => done('dialog'));
      events.once('ended', () => done('ended'));
    });
    if (this.started !== 'windows') return;
    for (const kind of ['desk', 'panel'] as const) {
      const targetId = targets.get(NUMBER[kind]);
      if (targetId !== undefined) this.pages.set(kind, await this.pageOf(targetId));
    }
  }

  private async pageOf(targetId: string): Promise<Page> {
    const { context } = this.browser;
    for (;;) {
      for (const page of context.pages()) if ((await targetOf(page)) === targetId) return page;
      await new Promise((done) => context.once('page', done));
    }
  }

  private async gone(): Promise<void> {
    await this.app.exited;
    // The windows of a program end with it.
    await Promise.all([...this.pages.values()].map((page) => page.close().catch(() => undefined)));
    this.pages.clear();
  }
}

/** The desk is made first. */
const NUMBER = { desk: 1, panel: 2 } as const;

async function targetOf(page: Page): Promise<string | undefined> {
  try {
    const session = await page.context().newCDPSession(page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    await session.detach();
    return targetInfo.targetId;
  } catch {
    return undefined;
  }
}

/** Starts the true built bundles on the stand-in for Electron; resolves when the start has come to something. */
export function launchStandIn(options: StandInOptions): Promise<StandIn> {
  return StandIn.launch(options);
}
