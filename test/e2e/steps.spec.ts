import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeWithPack } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

const steps = [
  { id: 'restate', name: '复述一次', stage: 'listen', done: 'said(listen-restate)', lines: ['listen-restate'] },
  { id: 'model', name: '问清型号', stage: 'record', done: 'filled(case.model)', lines: ['record-model'] },
];

describeWithPack(
  'what is still to do',
  ({ scenarios }) => ({ scenarios: scenarios.map((scenario) => ({ ...scenario, steps })) }),
  (driver) => {
    const agent = new Agent(driver);
    const bar = () => agent.page.getByTestId('steps');

    test('a matter that is not classified yet has no steps, and the row is there', async () => {
      await agent.firstStart();
      await agent.answersCall();
      await agent.sees(bar(), '归类后');
    });

    test('one key and a digit lead to where a step is done, with its line selected', async () => {
      await agent.chooses('问题反馈');
      await agent.sees(bar(), '已做 0/2');
      await agent.press('Escape', 'l');
      await agent.sees(agent.page.getByRole('menu'), /复述一次[\s\S]*问清型号/);
      await agent.press('2');
      const selected = agent.page.locator('[data-testid=line][aria-current=true]');
      await expect.poll(() => selected.getAttribute('data-line-id'), SOON).toBe('record-model');
    });

    test('the panel tells what is next, and leads there', async () => {
      const next = driver().panel.getByTestId('panel-step');
      const stage = agent.page.locator('.ladder [aria-current=step]');
      await agent.press('1');
      await driver().chord('Control+Alt+Space');
      await agent.sees(next, /问清型号[\s\S]*已做 0\/2/);
      await driver().chord('Control+Alt+2');
      await agent.sees(next, '复述一次');
      await driver().chord('Control+Alt+1');
      await next.click();
      await agent.sees(stage, '倾听');
      await driver().chord('Control+Alt+Space');
    });

    test('leads there also while a stage that was chosen just before is on its way', async () => {
      const step = bar().getByRole('button', { name: '复述一次' });
      const before = await agent.timelineLength();
      await step.evaluate((button: HTMLElement) => {
        const chord = { key: '1', code: 'Digit1', ctrlKey: true, altKey: true, bubbles: true, cancelable: true };
        document.dispatchEvent(new KeyboardEvent('keydown', chord));
        button.click();
      });
      await expect.poll(() => agent.timelineLength(), SOON).toBe(before + 2);
      await agent.sees(agent.page.locator('.ladder [aria-current=step]'), '倾听');
    });

    test('what is typed and what is said ticks them off', async () => {
      await agent.writes('设备型号', 'T2');
      await agent.press('Escape');
      await agent.sees(bar(), '已做 1/2');
      await agent.press('d', 'Enter');
      await agent.sees(agent.page.getByTestId('undone-steps'), '复述一次');
      expect(await agent.page.getByTestId('undone-steps').innerText()).not.toContain('问清型号');
      await agent.chooses('待补全', agent.dialog());
      await agent.sees(agent.page.getByTestId('agent-state'), '就绪');
    });
  },
);
