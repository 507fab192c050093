import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnLoopback } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeOnLoopback('the key of the notes', (driver) => {
  const agent = new Agent(driver);
  const facts = () => agent.page.getByRole('textbox', { name: '事实' }).first();

  test('what is typed right after it is in the notes, every letter', async () => {
    await agent.firstStart();
    await agent.press('r');
    await agent.bandIs('ringing');
    await agent.press('r');
    await agent.bandIs('talking');
    // In one go, as fast hands and a busy machine have it: nothing waits between the keys.
    const { keyboard } = agent.page;
    await Promise.all([keyboard.press('n'), ...'abcdefgh'.split('').map((letter) => keyboard.press(letter))]);
    await expect.poll(() => facts().inputValue(), SOON).toBe('abcdefgh');
  });

  test('from another view it leads there too', async () => {
    await agent.press('Escape');
    await agent.press('g');
    await agent.page.getByRole('heading', { name: '工单' }).first().waitFor();
    await agent.press('n');
    await agent.isIn('事实');
    expect(await facts().inputValue()).toBe('abcdefgh');
  });
});
