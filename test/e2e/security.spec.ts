import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser, type StandInBrowser } from '../stand-in/chromium.ts';
import { builtFolder, launchStandIn, type StandIn } from '../stand-in/driver.ts';
import { SECURITY_CHECKS, type SecurityCheckName } from '../stand-in/security-checks.ts';
import { buildWeakened, WEAKENINGS } from '../stand-in/weakened.ts';

const names = Object.keys(SECURITY_CHECKS) as SecurityCheckName[];
const folder = mkdtempSync(join(tmpdir(), 'zuoxi-security-'));
let browser: StandInBrowser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('stand-in: the true build', () => {
  let standIn: StandIn;

  beforeAll(async () => {
    standIn = await launchStandIn({ dataFolder: join(folder, 'true'), browser });
    expect(standIn.started, standIn.logs).toBe('windows');
  });

  afterAll(() => standIn.close());

  test.each(names.map((name) => [SECURITY_CHECKS[name].name, name] as const))('%s', async (_words, name) => {
    await SECURITY_CHECKS[name].run(standIn, builtFolder());
  });
});

/** Which checks find which weakening; a check that starts to find another one, or none, is seen here. */
const FOUND_BY: Readonly<Record<(typeof WEAKENINGS)[number]['name'], readonly SecurityCheckName[]>> = {
  'no content security policy': ['policyHeader', 'scripts'],
  'no navigation guard': ['navigation'],
  'no sender check': ['sender'],
  'sandbox off': ['rights'],
  'ipcRenderer leaked': ['pageSees'],
  'openExternal unrestricted': ['windowOpen'],
  'path guard off': ['paths'],
  'preload using fs': ['preload'],
};

describe('stand-in: a weakened build is found out', () => {
  test.each(WEAKENINGS)('$name', async (weakening) => {
    const out = await buildWeakened(weakening);
    for (const name of FOUND_BY[weakening.name]) {
      // Each check on a fresh start: the one before may have led the window astray.
      const standIn = await launchStandIn({ dataFolder: join(folder, weakening.name, name), out, browser });
      try {
        expect(standIn.started, standIn.logs).toBe('windows');
        // Found out by what it expected, not by having stumbled over something else.
        await expect(SECURITY_CHECKS[name].run(standIn, out)).rejects.toMatchObject({ name: 'AssertionError' });
      } finally {
        await standIn.kill();
      }
    }
  });
});
