import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnEachDriver } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

/** A megabyte is laid out and sent more than once. */
const SLOWLY = { timeout: 30_000, interval: 200 };
const HOSTILE = `<img src=x onerror="window.stolen=1"> {customer.address} 👩🏽‍💻 שלום ‏مرحبا`;

describeOnEachDriver('typing', (driver) => {
  const agent = new Agent(driver);
  const fields = () => agent.page.getByRole('complementary').getByRole('textbox');

  test('markup, emoji and right-to-left text in every field are text, kept to the letter through a crash', async () => {
    await agent.firstStart();
    await agent.answersCall();
    await agent.chooses('问题反馈', agent.page.getByRole('complementary'));
    await expect.poll(() => fields().count(), SOON).toBeGreaterThan(7);
    const count = await fields().count();
    for (let at = 0; at < count; at += 1) {
      await fields().nth(at).focus();
      await agent.type(HOSTILE);
    }
    await agent.press('Escape');
    await agent.saved();
    await driver().crash();
    await expect.poll(() => fields().count(), SOON).toBe(count);
    for (let at = 0; at < count; at += 1) {
      await expect.poll(() => fields().nth(at).inputValue(), SOON).toBe(HOSTILE);
    }
    expect(await agent.page.evaluate(() => 'stolen' in window)).toBe(false);
    expect(await agent.page.locator('img[src="x"]').count()).toBe(0);
  });

  test('no line that is handed over shows a brace, whatever was typed', async () => {
    const count = (await agent.lines()).length;
    expect(count).toBeGreaterThan(0);
    expect(await agent.takes((await agent.lines())[0] ?? '')).not.toMatch(/[{}]/);
  });

  test('while an input method composes, no key of ours acts and the text is not sent half-way', async () => {
    const note = agent.page.getByRole('textbox', { name: '事实' }).first();
    await note.fill('');
    await note.focus();
    const state = await agent.page.getByTestId('agent-state').innerText();
    const session = await agent.page.context().newCDPSession(agent.page);
    await session.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
    for (const key of ['d', 'h', 'Enter', 'Escape']) {
      await session.send('Input.dispatchKeyEvent', {
        ...{
          type: 'rawKeyDown',
          windowsVirtualKeyCode: 229,
          key: 'Process',
          code: key.length === 1 ? `Key${key.toUpperCase()}` : key,
        },
      });
    }
    await session.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 });
    await session.send('Input.insertText', { text: '你好' });
    await session.detach();
    expect(await note.inputValue()).toBe('你好');
    expect(await agent.dialog().count()).toBe(0);
    expect((await agent.page.getByTestId('agent-state').innerText()).slice(0, 3)).toBe(state.slice(0, 3));
    await agent.press('Escape');
    await agent.saved();
  });

  test('a promise is not made while its time is still being composed', async () => {
    await agent.press('Escape');
    await agent.beginsPromise();
    await agent.press('2');
    const session = await agent.page.context().newCDPSession(agent.page);
    await session.send('Input.imeSetComposition', { text: 'dian', selectionStart: 4, selectionEnd: 4 });
    await agent.page.waitForTimeout(1_200);
    expect(await agent.countdown('callback').count()).toBe(0);
    await session.send('Input.insertText', { text: '点半' });
    await session.detach();
    expect(await agent.page.getByTestId('callback-popover').getByRole('textbox', { name: '时间' }).inputValue()).toBe(
      '2点半',
    );
    await agent.press('Escape');
  });

  test('a megabyte is saved like any other text', async () => {
    const note = () => agent.page.getByRole('textbox', { name: '感受' }).first();
    const long = '等了很久。'.repeat(70_000);
    await note().fill(long);
    await agent.press('Escape');
    await agent.saved();
    await driver().crash();
    await expect.poll(async () => (await note().inputValue()).length, SLOWLY).toBe(long.length);
  });
});
