import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { temporaryFolder } from '#kit/desk.ts';
import { Agent } from './kit/agent.ts';
import { openChromium } from './kit/chromium.ts';
import { endProgram, startProgram, type RunningDesk } from './kit/loopback-driver.ts';

const SOON = { timeout: 15_000, interval: 50 };
const folder = temporaryFolder('comes-back');
const browser = openChromium();
let desk: RunningDesk;
let context: BrowserContext;
let page: Page;
const agent = new Agent(() => ({ desk: page, clipboard: () => Promise.resolve('') }));

beforeAll(async () => {
  desk = await startProgram(folder.path);
  context = await (await browser).newContext({ locale: 'zh-CN' });
  page = await context.newPage();
  await page.goto(desk.address);
});
afterAll(async () => {
  await (await browser).close();
  await endProgram(desk.process, 'SIGTERM');
  folder.remove();
});

const note = () => page.getByRole('textbox', { name: '事实' }).first();

test('a page that was open when the desk was killed lives again with the next start, and what was typed meanwhile is saved', async () => {
  await agent.firstStart();
  await agent.press('r');
  await agent.bandIs('ringing');
  await agent.press('r');
  await agent.sees(page.getByTestId('agent-state'), '通话中');
  await agent.press('n');
  await agent.type('断开以前');
  await agent.saved();
  await endProgram(desk.process, 'SIGKILL');
  await agent.sees(page.locator('body'), '与本机工作站的连接断了');
  await agent.type('，断开以后');

  const before = new URL(desk.address);
  desk = await startProgram(folder.path);
  expect(new URL(desk.address).origin).toBe(before.origin);
  expect(new URL(desk.address).hash).not.toBe(before.hash);
  await agent.sees(page.locator('body'), '这个页面是上一次启动时打开的');
  expect(await note().inputValue()).toBe('断开以前，断开以后');

  const opened = await context.newPage();
  await opened.goto(desk.address);
  await expect
    .poll(() => opened.getByRole('textbox', { name: '事实' }).first().inputValue(), SOON)
    .toBe('断开以前，断开以后');
  await agent.saved();
  expect(await page.getByText('这个页面是上一次启动时打开的').count()).toBe(0);
});

test('an address that was kept says how to get in, when nobody has opened it in this browser', async () => {
  const elsewhere = await (await (await browser).newContext({ locale: 'zh-CN' })).newPage();
  await elsewhere.goto(new URL(desk.address).origin);
  await expect.poll(() => elsewhere.locator('body').innerText(), SOON).toContain('npm start');
});
