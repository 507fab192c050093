import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnEachDriver } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeOnEachDriver('the first start', (driver) => {
  const agent = new Agent(driver);
  const field = (name: string) => agent.page.getByRole('textbox', { name, exact: true });
  /** The voice of the alarms is an alert too. */
  const told = () => agent.page.getByRole('alert').filter({ hasText: '请填写' });
  const focused = () => agent.page.evaluate(() => document.activeElement?.closest('.field')?.textContent.trim());

  test('says what is missing and goes there, and takes it back as it is filled in', async () => {
    await expect.poll(focused, SOON).toBe('公司名称');
    await agent.press('Enter');
    await expect.poll(() => told().count(), SOON).toBe(2);
    // The first letter takes back what was said of this field; the cursor stays in it.
    await agent.press(...'lark'.split(''));
    expect(await field('公司名称').inputValue()).toBe('lark');
    await agent.press(...'lark'.split('').map(() => 'Backspace'));
    await agent.type('云雀数码');
    await agent.press('Enter');
    await agent.sees(told(), '请填写我的称呼');
    await expect.poll(focused, SOON).toContain('我的称呼');
    expect(await field('公司名称').getAttribute('aria-invalid')).toBe('false');
    await agent.type('周宁');
    await expect.poll(() => told().count(), SOON).toBe(0);
    await agent.press('Enter');
    await agent.sees(agent.page.getByTestId('agent-state'), '就绪');
  });
});
