import { expect, test } from 'vitest';
import type { ChangePack } from '#kit/changed-pack.ts';
import { withRemedies } from '#kit/remedy-pack.ts';
import { Agent } from './kit/agent.ts';
import { describeWithPack } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

const withTerms: ChangePack = (pack) => ({
  ...withRemedies(pack),
  glossary: [{ term: '固件', plain: '设备里自带的程序' }],
});

describeWithPack('what lies over a contact', withTerms, (driver) => {
  const agent = new Agent(driver);
  const ways = () => agent.page.getByTestId('escalations');
  const terms = () => agent.page.getByTestId('terms');

  test('a key that is held opens it once', async () => {
    await agent.firstStart();
    await agent.press('m', 'r');
    await expect.poll(() => agent.lines(), SOON).toContain('greet-chat');
    const { keyboard } = agent.page;
    await keyboard.down('e');
    await keyboard.down('e');
    await keyboard.up('e');
    await ways().waitFor();
  });

  test('it goes when another contact comes to the front', async () => {
    await agent.press('Control+Alt+r');
    await agent.bandIs('ringing');
    await agent.press('Control+Alt+r');
    await expect.poll(() => agent.lines(), SOON).toContain('greet-call');
    expect(await ways().count()).toBe(0);
    await agent.press('e');
    await ways().waitFor();
    await agent.page.getByRole('navigation', { name: '进行中的联络' }).getByRole('button').first().click();
    await expect.poll(() => agent.lines(), SOON).toContain('greet-chat');
    expect(await ways().count()).toBe(0);
  });

  test('Escape closes what lies on top, and the situation beneath stays', async () => {
    await agent.press('n');
    await agent.type('升级固件以后');
    await agent.press('Escape', '0');
    await agent.page.getByRole('menu').waitFor();
    await agent.press('Enter');
    const current = agent.page.getByRole('button', { name: '离开情境' });
    await current.waitFor();
    await agent.press('q');
    await terms().waitFor();
    await agent.press('Escape');
    await terms().waitFor({ state: 'detached' });
    expect(await current.count()).toBe(1);
  });

  test('a menu that was opened from its button gives the focus back to it', async () => {
    const menu = agent.page.getByRole('menu');
    const opener = agent.page.getByTestId('escalate');
    await opener.focus();
    await agent.press('Enter');
    await menu.waitFor();
    await agent.press('Escape');
    await menu.waitFor({ state: 'detached' });
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement), SOON).toBe(true);
  });
});
