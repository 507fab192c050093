import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnLoopback } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeOnLoopback('the key of the notes', (driver) => {
  const agent = new Agent(driver);
  const facts = () => agent.page.getByRole('textbox', { name: '事实' }).first();

  /** In one go, as fast hands and a busy machine have it: nothing waits between the keys. */
  async function pressAtOnce(keys: readonly string[]): Promise<void> {
    await Promise.all(keys.map((key) => agent.page.keyboard.press(key)));
  }

  test('what is typed right after it is in the notes, every letter, before the call is even taken', async () => {
    await agent.firstStart();
    await agent.press('r');
    await agent.bandIs('ringing');
    await pressAtOnce([...'rnabcdefghx'.split(''), 'Backspace', 'Enter', 'B']);
    await agent.bandIs('talking');
    await expect.poll(() => facts().inputValue(), SOON).toBe('abcdefgh\nB');
  });

  test('while a stage is on its way it leads there at once', async () => {
    await agent.press('Escape');
    await pressAtOnce(['ArrowRight', ...'n1bcd'.split('')]);
    await expect.poll(() => facts().inputValue(), SOON).toBe('abcdefgh\nB1bcd');
    await agent.bandIs('talking');
  });

  test('keys that wait before it have their turn first', async () => {
    await agent.press('Escape');
    await pressAtOnce(['ArrowRight', ...'kn2c'.split(''), 'Backspace', 'Backspace']);
    await agent.isIn('事实');
    await expect.poll(() => facts().inputValue(), SOON).toBe('abcdefgh\nB1bcd');
  });

  test('in the search as well, which has a use of its own for some keys', async () => {
    await agent.press('Escape');
    await pressAtOnce(['ArrowRight', ...'kfzz'.split(''), 'Escape']);
    await agent.page.getByRole('heading', { name: '回访' }).first().waitFor();
    expect(await agent.page.getByRole('combobox').first().inputValue()).toBe('');
  });

  test('a blank is a letter too, whatever had the focus', async () => {
    await agent.press('w');
    await agent.goesTo('设置');
    await pressAtOnce(['ArrowRight', ...'kn'.split(''), ' ', 'e']);
    await agent.isIn('事实');
    await expect.poll(() => facts().inputValue(), SOON).toBe('abcdefgh\nB1bcd e');
    await agent.press('Backspace', 'Backspace');
  });

  test('from another view it leads there too', async () => {
    await agent.press('Escape');
    await agent.press('g');
    await agent.page.getByRole('heading', { name: '工单' }).first().waitFor();
    await agent.press('n');
    await agent.isIn('事实');
    expect(await facts().inputValue()).toBe('abcdefgh\nB1bcd');
  });
});
