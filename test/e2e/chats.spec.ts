import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnEachDriver } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeOnEachDriver('one call and several chats at once', (driver) => {
  const agent = new Agent(driver);

  test('R-SLA-4: a chat is to be acknowledged at once, then its plan is due', async () => {
    await agent.firstStart();
    await agent.press('m');
    await expect.poll(() => agent.countdown('acknowledge').count(), SOON).toBe(1);
    await agent.press('r');
    await agent.sees(agent.page.getByTestId('agent-state'), /会话|通话/);
    await expect.poll(() => agent.countdown('acknowledge').count(), SOON).toBe(0);
    expect((await agent.lines())[0]).toBe('greet-chat');
  });

  test('a call comes in beside it, and the keys follow the contact in front', async () => {
    await agent.press('r');
    await agent.bandIs('ringing');
    await agent.press('r');
    await expect.poll(async () => (await agent.lines())[0], SOON).toBe('greet-call');
    await agent.press('[');
    await expect.poll(async () => (await agent.lines())[0], SOON).toBe('greet-chat');
    await agent.press(']');
    await expect.poll(async () => (await agent.lines())[0], SOON).toBe('greet-call');
  });

  test('a chat cannot be put on hold, and is told so', async () => {
    await agent.press('[');
    await expect.poll(async () => (await agent.lines())[0], SOON).toBe('greet-chat');
    await agent.press('h');
    await expect.poll(() => agent.page.getByTestId('toast').count(), SOON).toBeGreaterThan(0);
    expect(await agent.countdown('hold').count()).toBe(0);
  });
});
