import { expect, test } from 'vitest';
import { withRemedies } from '#kit/remedy-pack.ts';
import { Agent } from './kit/agent.ts';
import { describeWithPack } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeWithPack('what is given, and what goes up', withRemedies, (driver) => {
  const agent = new Agent(driver);
  const tray = () => agent.page.getByTestId('remedies');
  const verdict = () => agent.page.getByTestId('verdict');

  test('R-REM-1: once type and severity are known, the tray says what may be given and how much', async () => {
    await agent.firstStart();
    await agent.answersCall();
    await agent.writes('电话', '13800001234');
    await agent.press('Escape');
    await agent.chooses('迟到');
    expect(await tray().count()).toBe(0);
    await agent.chooses('轻');
    await agent.sees(tray(), /致歉[\s\S]*优惠券[\s\S]*您可给到 20元[\s\S]*备用机[\s\S]*需班长同意[\s\S]*共 3 样/);
  });

  test('what is within the agent’s authority is given, and stands in the timeline with its reason', async () => {
    await agent.press('i', '2');
    await agent.type('20');
    await agent.sees(verdict(), '在您的权限内');
    await agent.press('Tab');
    await agent.type('随便给的');
    await expect.poll(() => agent.page.getByTestId('wording-mark').allInnerTexts(), SOON).toEqual(['随便']);
    await agent.press('Control+a');
    await agent.type('晚到三天');
    await agent.press('Enter');
    await agent.sees(tray(), '已给：优惠券 20元');
    await agent.sees(tray(), '整件事您可给到 20元，本次已给 20元');
    await expect
      .poll(() => agent.timeline(), SOON)
      .toContainEqual(expect.stringContaining('给予优惠券 20元：晚到三天'));
  });

  test('what comes above it with what was given is asked of the lead, with a promise to the customer', async () => {
    await agent.press('i', '2');
    await agent.type('30');
    await agent.sees(verdict(), '超过您的权限，会报班长决定');
    await agent.press('Enter');
    await agent.sees(tray(), '已报：优惠券 30元');
    await expect.poll(() => agent.countdown('callback').count(), SOON).toBe(1);
    await agent.press('i', '2');
    await agent.type('500');
    await agent.sees(verdict(), '没有人可以给这么多');
    await agent.press('Escape', 'Escape');
    await agent.dialogIsGone();
  });

  test('R-ESC-1: two keys take the matter up; the line is at hand and the time runs', async () => {
    await agent.press('e');
    await agent.sees(agent.page.getByTestId('escalations'), /请班长接手[\s\S]*班长 · 15 分钟内联系客户/);
    await agent.sees(agent.page.getByTestId('escalations'), '主管 · 2 小时内联系客户');
    await agent.press('l');
    await expect.poll(() => agent.countdown('callback').count(), SOON).toBe(2);
    await expect.poll(() => agent.clipboard(), SOON).toMatch(/班长亲自跟进，.+前给您回电/);
    await expect.poll(() => agent.timeline(), SOON).toContainEqual(expect.stringContaining('升级：请班长接手'));
  });

  test('what is refused after all stays on the sheet as it was typed, with the reason', async () => {
    await agent.press('d', 'Enter');
    await agent.chooses('待补全', agent.dialog());
    await agent.dialogIsGone();
    await agent.answersCall();
    await agent.writes('电话', '13800001234');
    await agent.press('Escape');
    await agent.page.getByTestId('earlier').waitFor();
    await agent.press('j');
    await agent.sees(tray(), '您可给到 20元');
    await agent.press('i', '2');
    await agent.type('40');
    await agent.press('Tab');
    await agent.type('又晚到');
    await agent.press('Enter');
    await agent.sees(agent.dialog(), '这样补偿不在权限表里');
    expect(await agent.page.getByRole('textbox', { name: '数额' }).inputValue()).toBe('40');
    expect(await agent.page.getByRole('textbox', { name: '原因' }).inputValue()).toBe('又晚到');
    await agent.isIn('原因');
  });
});

describeWithPack('what goes up for a caller whose number nobody knows', withRemedies, (driver) => {
  const agent = new Agent(driver);

  test('R-CB-2: what is asked of the lead asks for the number on its sheet, and keeps amount and reason', async () => {
    await agent.firstStart();
    await agent.answersCall();
    await agent.chooses('迟到');
    await agent.chooses('轻');
    await agent.sees(agent.page.getByTestId('remedies'), '优惠券');
    await agent.press('i', '2');
    await agent.type('30');
    await agent.press('Tab');
    await agent.type('晚到三天');
    await agent.press('Enter');
    await agent.isIn('回拨号码');
    await agent.sees(agent.dialog(), '先记下号码');
    await agent.type('010-12345678');
    await agent.press('Enter');
    await agent.dialogIsGone();
    await agent.sees(agent.page.getByTestId('remedies'), '已报：优惠券 30元');
    await expect.poll(() => agent.timeline(), SOON).toContainEqual(expect.stringContaining('晚到三天'));
  });

  test('R-CB-2: an escalation asks for the number where it was chosen, and goes on by Enter', async () => {
    await agent.press('d', 'Enter');
    await agent.chooses('待补全', agent.dialog());
    await agent.dialogIsGone();
    await agent.answersCall();
    await agent.press('e', 'l');
    await agent.isIn('回拨号码');
    await agent.sees(agent.dialog(), /请班长接手[\s\S]*先记下号码/);
    await agent.press('Enter');
    await agent.isIn('回拨号码');
    await agent.type('010-87654321');
    await agent.press('Enter');
    await agent.dialogIsGone();
    await expect.poll(() => agent.timeline(), SOON).toContainEqual(expect.stringContaining('升级：请班长接手'));
    await expect.poll(() => agent.clipboard(), SOON).toMatch(/班长亲自跟进，.+前给您回电/);
  });

  test('what was said of one customer is gone when the next is there', async () => {
    const told = agent.page.getByTestId('toast').filter({ hasText: '已交班长' });
    await told.waitFor();
    await agent.press('d', 'Enter');
    await agent.chooses('待补全', agent.dialog());
    await agent.dialogIsGone();
    await agent.answersCall();
    expect(await told.count()).toBe(0);
  });
});
