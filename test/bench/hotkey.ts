import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { TEST_KEY, value, zhPack } from '#kit/desk.ts';
import { startLoopback } from '#kit/loopback-process.ts';
import { Random } from '#kit/random.ts';
import { ensureBuilt } from '../../scripts/steps/build.ts';
import { BenchDesk } from './bench-desk.ts';
import type { Bench } from './bench.ts';
import { figuresOf, type Seens } from './hotkey-figures.ts';
import { packWithLines } from './large-pack.ts';
import { installProbe, type Seen, type Watch } from './probe-page.ts';
import { shuffled } from './statistics.ts';

const ROUNDS = 60;
const WARM_UP = 5;
/** What a company with scripts for everything has; the goal was set with as many. */
const LINES = 500;

const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

const KINDS = ['panel', 'stage', 'line', 'scripts', 'nothing'] as const;

/**
 * The built desk in a real Chromium, keys through the browser's own input. `painted` ends with the frame that shows the change.
 * Peer: a list of 500 lines that is mounted when it is shown, as the panel would be without standing ready.
 * Floor: a key that changes nothing, seen through the same frames: the wait for the next frame, and an empty one.
 */
export const hotkey: Bench = {
  name: 'hotkey',
  about: 'from a key to the painted panel, stage and line, in a real Chromium on the loopback desk',
  run: async ({ disk, quick }, tell) => {
    await ensureBuilt();
    const folder = deskInConversation(disk);
    const profile = mkdtempSync(join(tmpdir(), 'zuoxi-bench-chromium-'));
    const packFile = join(folder.path, 'large-pack.json');
    writeFileSync(packFile, packWithLines(zhPack().pack, LINES));
    const desk = await startLoopback({ dataFolder: folder.path, args: ['--pack', packFile] });
    const browser = await chromium.launchPersistentContext(profile, {
      ...{ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS },
      viewport: { width: 1440, height: 900 },
    });
    try {
      await browser.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(desk.address).origin });
      const page = await browser.newPage();
      await page.addInitScript(installProbe);
      await page.goto(desk.address);
      await page.getByTestId('stage-ladder').first().waitFor();
      const seen = await measure(page, quick ? 6 : ROUNDS);
      figuresOf(seen).forEach(tell);
    } finally {
      await browser.close();
      await desk.stop();
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
      folder.remove();
    }
  },
};

/** A data folder in which a call is being held at this moment. */
function deskInConversation(disk: string): BenchDesk['folder'] {
  const desk = new BenchDesk(disk, 'hotkey');
  const { contactId } = desk.openContact('call', '');
  value(desk.workstation.parts.contacts.command(contactId, { type: 'classify', scenario: 'issue' }));
  writeFileSync(join(desk.folder.path, 'desk.key'), Buffer.from(TEST_KEY).toString('hex'), { mode: 0o600 });
  desk.close();
  return desk.folder;
}

async function measure(page: Page, rounds: number): Promise<Seens> {
  const seen: Record<Watch, Seen[]> = { panel: [], stage: [], line: [], scripts: [], nothing: [] };
  const random = new Random(11);
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const kind of shuffled(KINDS, random)) {
      const one = await pressed(page, kind, round);
      if (round >= 0 && one !== null) seen[kind].push(one);
    }
  }
  return seen;
}

async function pressed(page: Page, kind: Watch, round: number): Promise<Seen | null> {
  const stages = ['Control+Alt+1', 'Control+Alt+2', 'Control+Alt+3'];
  const keys: Readonly<Record<Watch, string>> = {
    panel: 'Control+Alt+Space',
    stage: stages[(round + WARM_UP) % stages.length] ?? '',
    line: '1',
    scripts: 'Enter',
    nothing: 'F8',
  };
  if (kind === 'scripts') await page.locator('nav button').nth(3).focus();
  else await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  // Armed before the key is sent: the browser lets keys overtake a script that waits.
  await page.evaluate((what) => window.benchWatch(what), kind);
  await page.keyboard.press(keys[kind]);
  const seen = await page.evaluate(() => window.benchSeen);
  // Back to where every press begins: no panel, no question, the desk in front.
  if (kind === 'panel') await page.keyboard.press(keys.panel);
  if (kind === 'scripts' || seen === null) await page.keyboard.press('Escape');
  await page.waitForTimeout(60);
  return seen;
}
