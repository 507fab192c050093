import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnEachDriver } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeOnEachDriver('situations, one key away', (driver) => {
  const agent = new Agent(driver);

  test('a call is answered', async () => {
    await agent.firstStart();
    await agent.answersCall();
  });

  test('R-SIT-1: noise has its way through, and Esc leads back to the stage', async () => {
    const before = await agent.lines();
    await agent.press('0', 'z');
    await expect.poll(async () => (await agent.lines())[0], SOON).toBe('noise-again');
    expect(await agent.takes('noise-again')).not.toMatch(/[{}]/);
    await agent.press('Escape');
    await expect.poll(() => agent.lines(), SOON).toEqual(before);
  });

  test('R-SIT-5: a silent line is asked three times with a pause, then comes the goodbye', async () => {
    await agent.press('0', 's');
    await agent.bandIs('silence');
    for (const line of ['silence-first', 'silence-second', 'silence-third', 'silence-goodbye']) {
      await expect.poll(async () => (await agent.lines())[0], SOON).toBe(line);
    }
    await agent.press('s');
    await agent.sees(agent.page.getByTestId('agent-state'), '通话中');
    await expect.poll(() => agent.lines(), SOON).not.toContain('silence-goodbye');
  }, 40_000);

  test('R-SIT-6, R-CB-5: a dropped line is dialled again at once, with an apology', async () => {
    await agent.press('0', 'x');
    await agent.bandIs('dropped');
    await expect.poll(() => agent.countdown('redial').count(), SOON).toBe(1);
    await agent.press('x');
    await expect.poll(() => agent.timeline(), SOON).toContainEqual(expect.stringMatching(/重拨|回拨/));
    await agent.press('r');
    await agent.sees(agent.page.getByTestId('agent-state'), '通话中');
    expect(await agent.takes('dropped-sorry')).toContain('抱歉');
    await agent.press('Escape');
  });

  test('R-EMO-2, R-EMO-6: an angry customer is soothed before anything is analysed', async () => {
    await agent.press('0', 'a');
    await expect.poll(async () => (await agent.lines())[0], SOON).toBe('soothe-angry');
    await agent.press('Escape', 'ArrowRight');
    await expect.poll(async () => (await agent.lines())[0], SOON).toMatch(/^soothe-/);
    await agent.takes('soothe-angry');
  });

  test('R-SIT-8: a transfer names the department, and the customer is told who calls and when', async () => {
    await agent.press('0', 't');
    await expect.poll(async () => (await agent.lines()).some((line) => line?.startsWith('transfer-')), SOON).toBe(true);
    await agent.press('Shift+Digit1');
    await expect.poll(() => agent.timeline(), SOON).toContainEqual(expect.stringMatching(/转/));
    await agent.press('Enter');
    await agent.beginsPromise();
    await agent.press('4');
    await expect.poll(() => agent.countdown('callback').count(), SOON).toBe(1);
    const said = await agent.takes('transfer-due');
    expect(said).not.toMatch(/[{}]/);
  });

  test('everything is still there after the program was killed', async () => {
    const before = await agent.timelineLength();
    await driver().crash();
    await agent.sees(agent.page.getByTestId('agent-state'), '通话中');
    await expect.poll(() => agent.timelineLength(), SOON).toBe(before);
    await expect.poll(() => agent.countdown('callback').count(), SOON).toBe(1);
  });
});
