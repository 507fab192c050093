import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnEachDriver } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeOnEachDriver('panel and chords', (driver) => {
  const agent = new Agent(driver);
  const panel = () => driver().panel.getByTestId('panel');
  const panelLines = () => panel().getByTestId('panel-line');

  test('chords take a call from over another program', async () => {
    await agent.firstStart();
    await driver().chord('Control+Alt+R');
    await agent.bandIs('ringing');
    await driver().chord('Control+Alt+R');
    await agent.sees(agent.page.getByTestId('agent-state'), '通话中');
  });

  test('the panel shows the lines of the stage and follows it', async () => {
    await driver().chord('Control+Alt+Space');
    await expect.poll(() => panelLines().count(), SOON).toBeGreaterThan(0);
    const before = await panelLines().evaluateAll((rows) => rows.map((row) => row.getAttribute('data-line-id')));
    expect(before).toEqual(await agent.lines());
    await driver().chord('Control+Alt+3');
    await expect
      .poll(() => panelLines().evaluateAll((rows) => rows.map((row) => row.getAttribute('data-line-id'))), SOON)
      .not.toEqual(before);
  });

  test('a hold by chord runs in both windows', async () => {
    await driver().chord('Control+Alt+H');
    await agent.bandIs('hold');
    await agent.sees(panel(), /等待/);
    await driver().chord('Control+Alt+H');
    await agent.bandIs('talking');
  });

  test('what does not concern this desk, or this contact, is not there: no centre, and no hold in a chat', async () => {
    const foot = () => panel().locator('footer').innerText();
    expect(await foot()).toContain('在线等待');
    expect(await foot()).not.toContain('中心');
    await agent.press('+');
    await agent.chooses('新会话', agent.dialog());
    await agent.bandIs('ringing');
    await agent.press('r');
    await agent.bandIs('talking');
    await expect.poll(foot, SOON).toContain('回拨');
    expect(await foot()).not.toContain('在线等待');
  });
});
