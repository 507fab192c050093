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

  test.for(['工单', '回访', '话术', '设置'])('the view %s', async (view) => {
    await agent.chooses(view, agent.page.getByRole('navigation'));
    await inEveryTheme();
  });
});
