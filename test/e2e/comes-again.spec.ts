import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeWithPack } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

const again = {
  id: 'again-today',
  text: '您好，我是{agent.name}。您是为今天{previous.matter}的事来电吗？“{previous.facts}”，我都看到了，您不用再说一遍。',
  when: 'customer == same-day',
};

describeWithPack(
  'who comes again on the same day',
  ({ lines }) => ({ lines: { ...lines, greet: [again, ...(lines.greet ?? [])] } }),
  (driver) => {
    const agent = new Agent(driver);
    const card = () => agent.page.getByTestId('earlier');

    test('the first call is about a matter', async () => {
      await agent.firstStart();
      await agent.answersCall();
      expect(await agent.lines()).not.toContain('again-today');
      await agent.writes('电话', '138 0000 1234');
      await agent.press('Escape');
      await agent.chooses('问题反馈');
      await agent.writes('设备型号', 'T2');
      await agent.writes('事实', '左边没有声音');
      await agent.press('Escape');
      await agent.saved();
      await agent.press('d', 'Enter');
      await agent.sees(agent.page.getByTestId('agent-state'), '话后处理');
      await agent.chooses('待补全', agent.dialog());
      await agent.dialogIsGone();
      await agent.sees(agent.page.getByTestId('agent-state'), '就绪');
    });

    test('R-ANS-6: the number brings the earlier case with its last line, and the opening that fits', async () => {
      await agent.answersCall();
      expect(await card().count()).toBe(0);
      await agent.writes('电话', '13800001234');
      await agent.press('Escape');
      await agent.sees(card(), /今天 \d\d:\d\d 来过[\s\S]*问题反馈[\s\S]*待补全[\s\S]*事实：左边没有声音/);
      await driver().chord('Control+Alt+Space');
      await agent.sees(driver().panel.getByTestId('panel-earlier'), /今天 \d\d:\d\d 来过 问题反馈 · 待补全/);
      await driver().chord('Control+Alt+Space');
      await expect.poll(async () => (await agent.lines())[0], SOON).toBe('again-today');
      expect(await agent.takes('again-today')).toContain('今天问题反馈的事来电吗？“左边没有声音”');
    });

    test('one key goes on with that case: nothing is asked twice, and what is told otherwise now is noted', async () => {
      await agent.chooses('问题反馈');
      await agent.writes('设备型号', 'T3');
      await agent.press('Escape');
      await agent.press('j');
      await agent.sees(card(), '正在接着办');
      const facts = agent.page.getByRole('textbox', { name: '事实' });
      await expect.poll(() => facts.inputValue(), SOON).toBe('左边没有声音\n设备型号: T3');
      await agent.sees(agent.page.getByTestId('toast'), /与之前不同：设备型号 T3[\s\S]*记在“事实”里/);
      await agent.opensView('工单');
      await expect.poll(() => agent.page.getByTestId('case-row').count(), SOON).toBe(1);
    });
  },
);
