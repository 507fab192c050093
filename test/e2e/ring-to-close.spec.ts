import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnEachDriver } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

const HOLD_LIMIT_WAIT = 75_000;

describeOnEachDriver('ring to close, by keyboard only', (driver) => {
  const agent = new Agent(driver);

  test('R-ANS-1: the ring countdown runs by rings, and the answer says how many there were', async () => {
    await agent.firstStart();
    await agent.press('r');
    await agent.bandIs('ringing');
    await expect.poll(() => agent.countdown('ring').count(), SOON).toBe(1);
    const startsAt = Date.now();
    await agent.page.waitForFunction((since) => Date.now() - since > 5_200, startsAt);
    await agent.press('r');
    await agent.sees(agent.page.getByTestId('agent-state'), '通话中');
    expect(await agent.countdown('ring').count()).toBe(0);
    await expect.poll(() => agent.timeline(), SOON).toContainEqual(expect.stringMatching(/第\s*2\s*声/));
  });

  test('R-ANS-3: the greeting with company and agent filled in lands on the clipboard', async () => {
    const said = await agent.takes('greet-call');
    expect(said).toContain('云雀数码');
    expect(said).toContain('周宁');
    expect(said).not.toMatch(/[{}]/);
  });

  test('R-ANS-4: the surname is asked for after the first question, then it is used', async () => {
    await agent.press('ArrowRight');
    await agent.sees(agent.page.getByTestId('stage-ladder').locator('[aria-current=step]'), '倾听');
    expect(await agent.lines()).not.toContain('record-surname');
    await agent.press('ArrowRight');
    await agent.takes('record-surname');
    await agent.writes('姓氏', '王');
    await agent.chooses('女士');
    await agent.saved();
    await agent.sees(agent.page.getByTestId('contact-header'), '王女士');
    await expect.poll(() => agent.lines(), SOON).not.toContain('record-surname');
  });

  test('R-STG-3: the matter is classified and written down while talking', async () => {
    const form = agent.page.getByRole('complementary');
    await agent.chooses('问题反馈', form);
    await agent.writes('产品或服务', '云雀 T2 耳机', form);
    await agent.press('Escape', 'n');
    await agent.isIn('事实');
    await agent.type('物流四天没有更新');
    await agent.press('Escape');
    await agent.saved();
    expect(await form.getByRole('textbox', { name: '产品或服务' }).inputValue()).toBe('云雀 T2 耳机');
    expect(await form.getByRole('textbox', { name: '事实' }).inputValue()).toBe('物流四天没有更新');
    const header = agent.page.getByTestId('contact-header');
    await agent.sees(header, '问题反馈');
  });

  test(
    'R-HOLD-1, R-HOLD-2: consent first, a warning at 45 s, the two ways on at 60 s; then a callback and the apology',
    async () => {
      await agent.press('h');
      const startedAt = Date.now();
      await agent.bandIs('hold');
      await expect.poll(() => agent.clipboard(), SOON).toMatch(/可以吗|好吗/);
      expect((await agent.lines())[0]).toBe('hold-consent');
      const countdown = agent.countdown('hold');
      await expect.poll(() => countdown.getAttribute('data-phase'), { timeout: 55_000, interval: 100 }).toBe('warned');
      expect(Date.now() - startedAt).toBeGreaterThan(44_000);
      await expect.poll(() => countdown.getAttribute('data-phase'), { timeout: 25_000, interval: 100 }).toBe('due');
      expect(Date.now() - startedAt).toBeGreaterThan(59_000);
      await agent.sees(agent.band(), '回拨');
      await agent.beginsPromise();
      await agent.press('2');
      await expect.poll(() => agent.countdown('callback').count(), SOON).toBe(1);
      await agent.press('h');
      await agent.sees(agent.page.getByTestId('agent-state'), '通话中');
      const apology = await agent.takes('hold-back-late');
      expect(apology).toMatch(/抱歉|对不起/);
    },
    HOLD_LIMIT_WAIT + 30_000,
  );

  test('R-CLO-1, R-CLO-2: closing asks who hung up and for what is missing, in place', async () => {
    await agent.press('Escape', 'd');
    const sheet = agent.dialog();
    await sheet.waitFor();
    await agent.sees(sheet, '客户先挂断');
    await agent.press('Enter');
    await agent.sees(agent.page.getByTestId('agent-state'), '话后处理');
    for (const [label, text] of [
      ['客户诉求', '尽快收到耳机'],
      ['设备型号', 'T2'],
      ['发生时间', '四天前'],
      ['处理方案', '联系仓库核实，两小时内回电'],
    ] as const) {
      await agent.writes(label, text, sheet);
    }
    await agent.chooses('物流', sheet);
    await agent.saved();
    await agent.chooses('结束', sheet.getByRole('contentinfo'));
    await agent.dialogIsGone();
    await agent.sees(agent.page.getByTestId('toast'), /撤销/);
  });

  test('a close can be undone for five seconds, and then the case is in the list with all of its timeline', async () => {
    await agent.press('u');
    await agent.sees(agent.page.getByTestId('agent-state'), '话后处理');
    await agent.press('d');
    await agent.dialog().waitFor();
    await agent.chooses('结束', agent.dialog().getByRole('contentinfo'));
    await agent.sees(agent.page.getByTestId('agent-state'), '就绪');
    await agent.page
      .getByRole('link', { name: '工单' })
      .or(agent.page.getByRole('button', { name: '工单' }))
      .first()
      .focus();
    await agent.press('Enter');
    const row = agent.page.getByTestId('case-row');
    await expect.poll(() => row.count(), SOON).toBe(1);
    await agent.sees(row, '王女士');
    await row.first().focus();
    await agent.press('Enter');
    const detail = agent.page.getByTestId('case-detail');
    await detail.waitFor();
    await expect.poll(() => detail.getByTestId('timeline-row').count(), SOON).toBeGreaterThan(12);
  });
});
