import { expect, test } from 'vitest';
import { Agent } from './kit/agent.ts';
import { describeOnEachDriver } from './kit/driver.ts';
import { SOON } from './kit/patience.ts';

describeOnEachDriver('outbound', (driver) => {
  const agent = new Agent(driver);

  test('R-OUT-3: when somebody else answers, nothing of the matter is offered and the next attempt is planned', async () => {
    await agent.firstStart();
    await agent.press('o');
    await agent.dialog().waitFor();
    await agent.type('13800001234');
    await agent.press('Enter');
    await agent.dialogIsGone();
    await agent.bandIs('dialling');
    await agent.press('t');
    await expect.poll(async () => (await agent.lines())[0], SOON).toBe('third-party-ask');
    for (const line of await agent.lines()) expect(line).toMatch(/^third-party-/);
    await agent.press('d');
    await agent.dialog().waitFor();
    await agent.press('Enter');
    await expect.poll(() => agent.countdown('callback').count(), SOON).toBe(1);
  });
});
