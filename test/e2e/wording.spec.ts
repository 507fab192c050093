import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnLoopback } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

const BETTER = '您看哪一种更合适？我照您的意思来办。';
/** Before a comma. */
const WITHOUT_MARK = BETTER.slice(0, -1);

describeOnLoopback('words that are put otherwise as they are typed', (driver) => {
  const agent = new Agent(driver);
  const facts = () => agent.page.getByRole('textbox', { name: '事实' }).first();
  const marks = () => agent.page.getByTestId('wording-mark');
  const hint = () => agent.page.getByTestId('wording-hint');
  const caret = () => facts().evaluate((field: HTMLTextAreaElement) => [field.selectionStart, field.selectionEnd]);

  test('what should not be said is underlined in the notes, with the reason and better words', async () => {
    await agent.firstStart();
    await agent.answersCall();
    await agent.press('n');
    await agent.isIn('事实');
    await agent.type('我跟客户说随便');
    await expect.poll(() => marks().allInnerTexts(), SOON).toEqual(['随便']);
    await agent.sees(hint(), BETTER);
    await agent.sees(agent.page.getByRole('status'), '随便');
  });

  test('nothing beneath moves, and the line stands under the letters', async () => {
    const [letters, mark] = await Promise.all([facts().boundingBox(), marks().first().boundingBox()]);
    expect(mark!.x).toBeGreaterThan(letters!.x);
    expect(mark!.x + mark!.width).toBeLessThan(letters!.x + letters!.width);
    expect(mark!.y).toBeGreaterThanOrEqual(letters!.y);
    expect(mark!.y + mark!.height).toBeLessThanOrEqual(letters!.y + letters!.height);
    const below = () => agent.page.getByRole('textbox', { name: '感受' }).first().boundingBox();
    const before = await below();
    await agent.type('了');
    await expect.poll(() => marks().count(), SOON).toBe(1);
    expect(await below()).toEqual(before);
  });

  test('one key replaces exactly that, the caret stays where it was in the text, and it is saved and undone as if typed', async () => {
    await agent.press('ArrowLeft', 'Alt+Enter');
    await expect.poll(() => facts().inputValue(), SOON).toBe(`我跟客户说${BETTER}了`);
    const behind = 5 + BETTER.length;
    expect(await caret()).toEqual([behind, behind]);
    await expect.poll(() => marks().count(), SOON).toBe(0);
    await agent.saved();
    await agent.press('Control+z');
    await expect.poll(() => facts().inputValue(), SOON).toBe('我跟客户说随便了');
    await agent.press('Control+y');
    await expect.poll(() => facts().inputValue(), SOON).toBe(`我跟客户说${BETTER}了`);
  });

  test('another key steps from hit to hit, and the caret stays', async () => {
    await agent.press('Control+a');
    await agent.type('随便，行不行，后面没有了');
    await expect.poll(() => marks().allInnerTexts(), SOON).toEqual(['随便', '行不行']);
    const before = await caret();
    await agent.sees(hint(), '行不行');
    await agent.press('Alt+.');
    await agent.sees(hint(), '随便');
    expect(await caret()).toEqual(before);
    await agent.press('Alt+Enter');
    await expect.poll(() => facts().inputValue(), SOON).toBe(`${WITHOUT_MARK}，行不行，后面没有了`);
    expect(await caret()).toEqual(before.map((at) => at + WITHOUT_MARK.length - 2));
  });

  test('what the customer said is the customer’s', async () => {
    await agent.press('Control+a');
    await agent.type('客户说随便');
    await agent.saved();
    expect(await marks().count()).toBe(0);
    expect(await hint().count()).toBe(0);
  });

  test('while an input method composes nothing acts, and what was underlined stays so', async () => {
    await agent.press('Control+a');
    await agent.type('随便');
    await expect.poll(() => marks().count(), SOON).toBe(1);
    const session = await agent.page.context().newCDPSession(agent.page);
    await session.send('Input.imeSetComposition', { text: 'hao', selectionStart: 3, selectionEnd: 3 });
    await agent.press('Alt+Enter', 'Alt+.');
    expect(await marks().allInnerTexts()).toEqual(['随便']);
    expect(await facts().inputValue()).toMatch(/^随便/);
    await session.send('Input.insertText', { text: '好' });
    await session.detach();
    expect(await facts().inputValue()).toBe('随便好');
  });
});

describeOnLoopback('words in a line that stop it', (driver) => {
  const agent = new Agent(driver);
  const line = 'solve-plan';
  const slot = () => agent.page.locator(`[data-testid=line][data-line-id=${line}] [data-slot="case.plan"]`);
  const dialog = () => agent.page.getByTestId('stopped');

  async function takesPlan(): Promise<void> {
    await agent.press('Escape');
    await agent.press(String((await agent.lines()).indexOf(line) + 1));
  }

  test('a promise that cannot be kept is marked in the slot, and stops the line that it is typed into', async () => {
    await agent.firstStart();
    await agent.answersCall();
    await agent.chooses('问题反馈', agent.page.getByRole('complementary'));
    await agent.press('Escape', 'Control+Alt+4');
    await expect.poll(() => agent.lines(), SOON).toContain(line);
    await takesPlan();
    await expect.poll(() => slot().evaluate((input) => input === document.activeElement), SOON).toBe(true);
    await agent.type('随便您怎么弄');
    await expect.poll(() => agent.page.getByTestId('wording-mark').allInnerTexts(), SOON).toContain('随便');
    await agent.press('Enter');
    await agent.sees(dialog(), '敷衍');
    expect(await agent.clipboard()).not.toContain('随便');
  });

  test('changing it leads back into the slot', async () => {
    await agent.press('2');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => slot().evaluate((input) => input === document.activeElement), SOON).toBe(true);
  });

  test('the key that took it decides nothing while it is held', async () => {
    await agent.press('Escape');
    const { keyboard } = agent.page;
    await keyboard.down('Enter');
    await dialog().waitFor();
    await keyboard.down('Enter');
    await keyboard.up('Enter');
    await agent.press('2');
    await dialog().waitFor({ state: 'detached' });
    expect(await slot().inputValue()).toBe('随便您怎么弄');
  });

  test('with a reason it goes out, and the timeline has the reason and not the words', async () => {
    await takesPlan();
    await dialog().waitFor();
    await agent.press('3');
    await agent.press('Enter');
    await dialog().waitFor();
    await agent.type('客户要求原样转告');
    await agent.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => agent.timeline(), SOON).toContainEqual(expect.stringContaining('客户要求原样转告'));
    const told = (await agent.timeline()).find((row) => row.includes('客户要求原样转告'));
    expect(told).toContain('R-WRD-1');
    expect(told).not.toContain('随便');
    expect(await agent.clipboard()).toContain('随便您怎么弄');
  });

  test('the better wording goes out on one key', async () => {
    await takesPlan();
    await dialog().waitFor();
    await agent.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await expect.poll(() => agent.clipboard(), SOON).toContain('我照您的意思来办');
  });
});

describeOnLoopback('how a chat begins and ends', (driver) => {
  const agent = new Agent(driver);
  const courtesy = () => agent.page.getByTestId('courtesy');

  test('R-WRD-2: closing says that no line greeted or thanked, and is not in the way', async () => {
    await agent.firstStart();
    await agent.press('m', 'r');
    await expect.poll(() => agent.lines(), SOON).toContain('greet-chat');
    await agent.press('d');
    await agent.sees(courtesy(), /没有问候、致谢/);
    await agent.press('Escape');
    await agent.takes('greet-chat');
    await agent.press('d');
    await agent.sees(courtesy(), '没有致谢');
    expect(await courtesy().innerText()).not.toContain('问候');
  });

  test('R-QA-1: closing says by the log what of the score sheet is not met, and no more of what was', async () => {
    const check = agent.page.getByTestId('own-check');
    await agent.sees(check, /质检自查：\d+\/\d+[\s\S]*结尾有感谢或祝福/);
    expect(await check.innerText()).not.toContain('开场：问候');
    await agent.press('Escape', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await agent.takes('close-thanks-chat');
    await agent.press('d');
    await check.waitFor();
    await expect.poll(() => check.innerText(), SOON).not.toContain('结尾有感谢或祝福');
  });
});
