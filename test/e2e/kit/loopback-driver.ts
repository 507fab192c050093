import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { temporaryFolder } from '#kit/desk.ts';
import { DESK_SIZE, openChromium } from './chromium.ts';
import type { DeskDriver } from './desk-driver.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', '..', 'out', 'main', 'loopback.js');

export interface RunningDesk {
  readonly address: string;
  readonly process: ChildProcess;
}

/** Starts the built loopback desk and waits until it says where it is. */
export async function startProgram(dataFolder: string, args: readonly string[] = []): Promise<RunningDesk> {
  const child = spawn(process.execPath, [PROGRAM, '--no-open', '--data', dataFolder, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/#token=\S+/.exec(output)?.[0];
      if (address !== undefined) resolve({ address, process: child });
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the desk ended with ${String(code)}:\n${output}`)));
  });
}

export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** A desk whose address is known: a test can open further windows of it. */
export interface LoopbackDriver extends DeskDriver {
  /** Token included; changes with a restart. */
  readonly address: string;
}

export async function openLoopback(args: readonly string[] = []): Promise<LoopbackDriver> {
  const folder = temporaryFolder('e2e');
  const browser = await openChromium();
  const context: BrowserContext = await browser.newContext({
    viewport: DESK_SIZE,
    locale: 'zh-CN',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  let running = await startProgram(folder.path, args);
  let page: Page = await openPage();

  async function openPage(): Promise<Page> {
    const opened = await context.newPage();
    // The picture-in-picture window cannot be driven from here; the panel is then the docked column.
    await opened.addInitScript(() => Reflect.deleteProperty(window, 'documentPictureInPicture'));
    await opened.goto(running.address);
    return opened;
  }

  return {
    name: 'loopback',
    get address() {
      return running.address;
    },
    get desk() {
      return page;
    },
    get panel() {
      return page;
    },
    chord: (accelerator) => page.keyboard.press(accelerator),
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    crash: async () => {
      await endProgram(running.process, 'SIGKILL');
      await page.close();
      running = await startProgram(folder.path, args);
      page = await openPage();
    },
    close: async () => {
      await browser.close();
      await endProgram(running.process, 'SIGTERM');
      folder.remove();
    },
  };
}
