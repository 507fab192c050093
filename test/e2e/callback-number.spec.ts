import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnLoopback } from './kit/driver.ts';

const SOON = { timeout: 8_000, interval: 50 };

describeOnLoopback('R-CB-2: where to call back', (driver) => {
  const agent = new Agent(driver);
  const popover = () => agent.page.getByTestId('callback-popover');
  const promised = async (count: number): Promise<void> => {
    await expect.poll(() => agent.countdown('callback').count(), SOON).toBe(count);
  };

  test('on hold, whose number nobody knows: the time can be named first, and counts once the number is there', async () => {
    await agent.firstStart();
    await agent.press('r');
    await agent.bandIs('ringing');
    await agent.press('r');
    await agent.bandIs('talking');
    await agent.press('h');
    await agent.bandIs('hold');
    await agent.press('b');
    await agent.isIn('时间');
    await agent.press('4');
    await agent.isIn('回拨号码');
    await agent.sees(popover(), '先记下号码');
    await promised(0);
    await agent.type('010-12345678');
    await agent.press('Enter');
    await promised(1);
    await popover().waitFor({ state: 'detached' });
    expect(
      await agent.page.getByRole('complementary').getByRole('textbox', { name: '电话' }).first().inputValue(),
    ).toBe('010-12345678');
    await agent.bandIs('hold');
    await agent.press('h');
    await agent.bandIs('talking');
  });

  test('R-PRV-1: the full number is shown when it is asked for, and covered again after a while', async () => {
    const header = agent.page.getByTestId('contact-header');
    await agent.sees(header, '010****5678');
    await header.getByRole('button', { name: '显示完整号码' }).focus();
    await agent.press('Enter');
    await agent.sees(header, '010-12345678');
    await expect.poll(() => header.innerText(), { timeout: 15_000, interval: 100 }).toContain('010****5678');
    await agent.press('Escape');
  });

  test('a number that is known is shown, and the cursor is at the time', async () => {
    await agent.press('b');
    await popover().waitFor();
    const time = popover().getByRole('textbox', { name: '时间' });
    await expect.poll(() => time.evaluate((element) => element === document.activeElement), SOON).toBe(true);
    expect(await popover().getByRole('textbox', { name: '回拨号码' }).inputValue()).toBe('010-12345678');
    await agent.press('Escape');
    await popover().waitFor({ state: 'detached' });
  });

  test('in a chat no number is needed: the answer goes into the chat', async () => {
    await agent.press('+');
    await agent.chooses('新会话', agent.dialog());
    await agent.bandIs('ringing');
    await agent.press('r');
    await agent.bandIs('talking');
    await agent.press('b');
    await popover().waitFor();
    await agent.press('2');
    await promised(2);
    await agent.press('k');
    await agent.chooses('回复会话', agent.page.getByRole('main'));
    await agent.bandIs('dialling');
    await agent.sees(agent.page.getByTestId('contact-header'), '主动会话');
    await agent.press('r');
    await agent.bandIs('talking');
    await promised(1);
  });
});
