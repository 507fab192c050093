import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, type BrowserContext } from 'playwright-core';

/** The Chromium that shows the windows of one or more stand-ins. */
export interface StandInBrowser {
  readonly context: BrowserContext;
  /** Where the stand-in's own process finds it. */
  readonly endpoint: string;
  close(): Promise<void>;
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Windows that a page opens are told of (Page.windowOpen) but never made.
  '--block-new-web-contents',
  // Frames of other origins stay in the process of their page, where the stand-in sees them.
  '--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints',
  '--disable-site-isolation-trials',
  '--remote-debugging-port=0',
];

export async function openBrowser(): Promise<StandInBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'zuoxi-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
    viewport: null,
  });
  const endpoint = await readEndpoint(join(profile, 'DevToolsActivePort'));
  return {
    context,
    endpoint,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Chromium writes its port and path there soon after its start. */
async function readEndpoint(file: string): Promise<string> {
  for (let tries = 0; tries < 100; tries += 1) {
    const [port, path] = readIfThere(file).split('\n');
    if (port !== undefined && path !== undefined) return `ws://127.0.0.1:${port}${path}`;
    await pause(20);
  }
  throw new Error('stand-in: Chromium did not say where it listens');
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
