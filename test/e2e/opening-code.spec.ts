import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { temporaryFolder } from '#kit/desk.ts';
import { openChromium } from './kit/chromium.ts';
import { endProgram, startProgram, type RunningDesk } from './kit/loopback-driver.ts';
import { SOON } from './kit/patience.ts';

const folder = temporaryFolder('opening-code');
let desk: RunningDesk;
let browser: Browser;

beforeAll(async () => {
  [desk, browser] = await Promise.all([startProgram(folder.path), openChromium()]);
});
afterAll(async () => {
  await browser.close();
  await endProgram(desk.process, 'SIGTERM');
  folder.remove();
});

const fields = (page: Page): Promise<number> => page.locator('form input').count();

test('a browser that was started with a code gets in, stays in, and lets nobody else in with it', async () => {
  const { origin, hash } = new URL(desk.address);
  const answer = await fetch(`${origin}/code`, {
    method: 'POST',
    headers: { Origin: origin, Authorization: `Bearer ${hash.slice('#token='.length)}` },
  });
  const { code } = (await answer.json()) as { readonly code: string };

  const page = await browser.newPage();
  await page.goto(`${origin}/#code=${code}`);
  await expect.poll(() => fields(page), SOON).toBeGreaterThan(0);
  expect(page.url()).toBe(`${origin}/`);
  await page.reload();
  await expect.poll(() => fields(page), SOON).toBeGreaterThan(0);

  const other = await browser.newPage();
  const refused = other.waitForResponse(`${origin}/token`);
  await other.goto(`${origin}/#code=${code}`);
  expect((await refused).status()).toBe(401);
  expect(await fields(other)).toBe(0);
});
