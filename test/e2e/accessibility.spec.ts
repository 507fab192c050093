import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnLoopback } from './kit/driver.ts';
import { violations } from './kit/violations.ts';

describeOnLoopback('accessible (WCAG 2.2 AA)', (driver) => {
  const agent = new Agent(driver);

  /** Colours on their way from one theme to the other are nobody's to read. */
  async function atRest(): Promise<void> {
    await agent.page.evaluate(async () => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      await frame();
      await frame();
      const finite = document.getAnimations().filter((animation) => {
        const { iterations } = animation.effect?.getTiming() ?? {};
        return iterations !== Infinity;
      });
      await Promise.all(finite.map((animation) => animation.finished.catch(() => undefined)));
      await frame();
    });
  }

  async function inEveryTheme(): Promise<void> {
    for (const scheme of ['light', 'dark'] as const) {
      await agent.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await atRest();
      expect(await violations(agent.page), scheme).toEqual([]);
    }
  }

  test('the first start', async () => {
    await agent.page.getByRole('textbox').first().waitFor();
    await inEveryTheme();
    await agent.firstStart();
  });

  test('the desk, idle and in every state of a call', async () => {
    await inEveryTheme();
    await agent.press('r');
    await agent.bandIs('ringing');
    await inEveryTheme();
    await agent.press('r');
    await agent.sees(agent.page.getByTestId('agent-state'), '通话中');
    await inEveryTheme();
    await agent.press('h');
    await agent.bandIs('hold');
    await inEveryTheme();
    await agent.press('h', 'b');
    await agent.page.getByTestId('callback-popover').waitFor();
    await inEveryTheme();
    await agent.press('Escape', 'd');
    await agent.dialog().waitFor();
    await inEveryTheme();
    await agent.press('Escape');
    await agent.dialogIsGone();
  });

  test('a chip that was clicked leaves the arrows to the stages', async () => {
    const stage = agent.page.locator('.ladder [aria-current=step]');
    await agent.sees(stage, '开场');
    await agent.page.getByRole('toolbar', { name: '情绪' }).getByRole('button').first().click();
    await agent.press('ArrowRight');
    await agent.sees(stage, '倾听');
    await agent.press('1');
  });

  test('a contact is walked with few stops: chips and lines are one each, and the arrows walk them', async () => {
    const { page } = agent;
    const stops = () => page.locator('.desk').locator('button, input, textarea, select, [tabindex]');
    const reached = (elements: Element[]) =>
      elements.filter((element) => (element as HTMLElement).tabIndex === 0).length;
    expect(await stops().evaluateAll(reached)).toBeLessThan(45);
    const chips = page.getByRole('toolbar', { name: '情绪' }).getByRole('button');
    await chips.first().focus();
    await agent.press('ArrowRight');
    const isFocused = (element: Element) => element === document.activeElement;
    expect(await chips.nth(1).evaluate(isFocused)).toBe(true);
    await agent.press('End');
    expect(await chips.last().evaluate(isFocused)).toBe(true);
    await agent.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BODY');
    await chips.last().focus();
    await agent.press('Tab');
    expect(await chips.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))).toBe(false);
    const takes = page.getByTestId('line').locator('.take');
    await takes.first().focus();
    await agent.press('ArrowDown');
    await expect.poll(() => takes.nth(1).evaluate(isFocused)).toBe(true);
    await agent.press('Escape');
  });

  test.for(['工单', '回访', '话术', '设置'])('the view %s', async (view) => {
    await agent.chooses(view, agent.page.getByRole('navigation'));
    await inEveryTheme();
  });
});
