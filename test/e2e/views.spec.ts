import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnEachDriver } from './kit/driver.ts';

const SOON = { timeout: 8_000, interval: 50 };

describeOnEachDriver('views', (driver) => {
  const agent = new Agent(driver);
  const main = () => agent.page.getByRole('main');
  const shows = async (view: string): Promise<void> => {
    await expect.poll(() => main().getAttribute('aria-label'), SOON).toBe(view);
  };

  test('each has its key, which puts the focus into it; Escape leads back to the desk', async () => {
    await agent.firstStart();
    for (const [key, view] of [
      ['g', '工单'],
      ['k', '回访'],
      ['p', '话术'],
      ['v', '冲突'],
      [',', '设置'],
    ] as const) {
      await agent.press(key);
      await shows(view);
      expect(await main().evaluate((element) => element.contains(document.activeElement))).toBe(true);
      await agent.press('Escape');
      await shows('工作台');
    }
    await agent.press('k', 'w');
    await shows('工作台');
  });

  test('a letter that is typed is a letter', async () => {
    await agent.press('f');
    await agent.page.keyboard.type('gk');
    await shows('工作台');
    await agent.press('Escape', 'Escape');
  });

  test('a line is found by the first letters of its pinyin, and shown among the scripts', async () => {
    await agent.press('f');
    await agent.page.keyboard.type('nhqw');
    await agent.sees(agent.page.getByRole('option').first(), /您好.*请问/);
    await agent.press('Enter');
    await shows('话术');
    await agent.press('Escape');
    await shows('工作台');
  });

  test('the key can be another: who has it already is said, and the table and the side tell the new one', async () => {
    await agent.press(',');
    await shows('设置');
    const key = agent.page.getByRole('button', { name: /^工单页，应用内按键/ });
    await key.focus();
    await agent.press('Enter', 'k');
    await agent.sees(agent.page.locator('body'), /已经用于.?回访页/);
    await key.focus();
    await agent.press('Enter', 'z');
    await expect.poll(() => key.innerText(), SOON).toMatch(/Z$/);
    await agent.press('g');
    await shows('设置');
    await agent.press('z');
    await shows('工单');
    expect(await agent.page.getByRole('navigation').innerText()).toMatch(/工单\s+Z/);
    await agent.press('?');
    await agent.sees(agent.dialog(), /工单页\s+z/);
  });

  test('every key is in sight at once in a window of the usual size', async () => {
    const keys = agent.dialog().getByRole('region', { name: '快捷键' });
    const hidden = await keys.evaluate((all) => [
      all.scrollHeight - all.clientHeight,
      all.scrollWidth - all.clientWidth,
    ]);
    expect(hidden).toEqual([0, 0]);
  });

  test('back at the desk Tab walks the gaps of the selected line as if nobody had been away', async () => {
    await agent.press('Escape', 'r');
    await agent.bandIs('ringing');
    await agent.press('r');
    await agent.bandIs('talking');
    await agent.chooses('问题反馈', agent.page.getByRole('complementary'));
    await agent.press('Escape', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await expect.poll(() => agent.lines(), SOON).toContain('solve-plan');
    const gap = agent.page.locator('[data-testid=line] [data-slot]').first();
    await gap.waitFor();
    const line = await gap.evaluate((input) => input.closest('li')?.getAttribute('data-line-id'));
    const place = (await agent.lines()).indexOf(line ?? '');
    for (let step = 0; step < place; step += 1) await agent.press('ArrowDown');
    await agent.press('k', 'w');
    await shows('工作台');
    await agent.press('Tab');
    await expect.poll(() => gap.evaluate((input) => input === document.activeElement), SOON).toBe(true);
  });

  test('a case opens by an arrow, Enter goes into it, Escape back to its row', async () => {
    await agent.press('Escape', 'z');
    await shows('工单');
    const row = agent.page.getByTestId('case-row').first();
    const detail = agent.page.getByTestId('case-detail');
    await row.waitFor();
    await agent.press('ArrowDown');
    await detail.getByRole('textbox').first().waitFor();
    await agent.press('Enter');
    await expect.poll(() => detail.evaluate((place) => place.contains(document.activeElement)), SOON).toBe(true);
    await agent.press('Escape', 'Escape');
    await detail.waitFor({ state: 'detached' });
    await expect.poll(() => row.evaluate((button) => button === document.activeElement), SOON).toBe(true);
    await agent.press('Enter');
    await detail.waitFor();
  });

  test('a search names the wording that was meant, and a line before a case that only speaks of it', async () => {
    const found = agent.page.locator('#search-hits').getByRole('option');
    await agent.press('Escape', 'Escape', 'w');
    await shows('工作台');
    await agent.press('n');
    await agent.isIn('事实');
    await agent.type('想问退款几时到账');
    await agent.press('Escape');
    await agent.saved();
    await agent.press('f');
    await agent.page.keyboard.type('mfnsd');
    await agent.sees(found.first(), '麻烦您稍等');
    await agent.press('Control+A');
    await agent.type('退款');
    await agent.sees(found.last(), '工单');
    await agent.sees(found.first(), /话术[\s\S]*退款/);
  });
});
