import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { Agent } from './kit/agent.ts';
import type { DeskDriver } from './kit/desk-driver.ts';
import { launchStandIn, type StandIn } from '../stand-in/driver.ts';

const SOON = { timeout: 8_000, interval: 50 };

describe('keys of the system [stand-in]', () => {
  const folder = temporaryFolder('keys');
  let standIn: StandIn;
  const agent = new Agent(() => driverOf(standIn));

  beforeAll(async () => {
    standIn = await launchStandIn({ dataFolder: folder.path, taken: ['Control+Alt+H'] });
  });
  afterAll(async () => {
    await standIn.close();
    folder.remove();
  });

  test('a chord that another program holds is named, and the others work', async () => {
    await agent.firstStart();
    await expect.poll(() => agent.page.locator('body').innerText(), SOON).toMatch(/系统键没有绑定上.*Control\+Alt\+H/);
    await expect.poll(() => standIn.press('Control+Alt+R'), SOON).toBe(true);
    await agent.bandIs('ringing');
    expect(await standIn.press('Control+Alt+H')).toBe(false);
  });

  test('a key that another action has is refused, and says which', async () => {
    await agent.chooses('设置', agent.page.getByRole('navigation'));
    const hold = agent.page.getByRole('button', { name: /^在线等待，系统按键/ });
    await hold.focus();
    await agent.press('Enter', 'Control+Alt+d');
    await agent.sees(agent.page.locator('body'), /已经用于.?结束联络/);
    expect(await hold.innerText()).toContain('H');
  });

  test('a chord of its own is bound at once, and the notice goes', async () => {
    const hold = agent.page.getByRole('button', { name: /^在线等待，系统按键/ });
    await hold.focus();
    await agent.press('Enter', 'Control+Alt+j');
    await expect.poll(() => standIn.press('Control+Alt+J'), SOON).toBe(true);
    await expect.poll(() => agent.page.locator('body').innerText(), SOON).not.toContain('没有绑定上');
  });
});

describe('chords that wait for a second key [stand-in]', () => {
  const folder = temporaryFolder('second-key');
  let standIn: StandIn;
  const agent = new Agent(() => driverOf(standIn));
  const panel = () => standIn.window('panel');

  beforeAll(async () => {
    standIn = await launchStandIn({ dataFolder: folder.path });
  });
  afterAll(async () => {
    await standIn.close();
    folder.remove();
  });

  test('one that can do nothing now gives the keyboard back', async () => {
    await agent.firstStart();
    await agent.press('r');
    await agent.bandIs('ringing');
    await standIn.press('Control+Alt+0');
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: false });
    await standIn.press('Control+Alt+Space');
    await expect.poll(panel, SOON).toMatchObject({ visible: false });
    await agent.press('r');
    await agent.bandIs('talking');
  });

  test('the panel by its own chord leaves the keyboard where it is', async () => {
    await standIn.press('Control+Alt+Space');
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: false });
  });

  test.each([
    ['Control+Alt+0', ['z'], 'menu', /听不清/],
    ['Control+Alt+B', [...Array.from('13800001234'), 'Enter', '2'], 'dialog', /回拨/],
  ] as const)('%s takes the keyboard for what it asks and gives it back', async (chord, keys, role, written) => {
    await standIn.press(chord);
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: true });
    await standIn.panel.getByRole(role).waitFor();
    for (const key of keys) await standIn.panel.keyboard.press(key);
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: false });
    await expect.poll(async () => (await agent.timeline()).join('\n'), SOON).toMatch(written);
  });

  test('Escape gives it back too', async () => {
    await standIn.press('Control+Alt+B');
    await expect.poll(panel, SOON).toMatchObject({ focused: true });
    await standIn.panel.getByRole('dialog').waitFor();
    await standIn.panel.keyboard.press('Escape');
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: false });
    await standIn.press('Control+Alt+Space');
    await expect.poll(panel, SOON).toMatchObject({ visible: false });
  });
});

function driverOf(standIn: StandIn): DeskDriver {
  return {
    name: standIn.name,
    desk: standIn.desk,
    panel: standIn.panel,
    chord: (accelerator) => standIn.press(accelerator).then(() => undefined),
    clipboard: () => standIn.clipboard(),
    crash: () => standIn.kill(),
    close: () => standIn.close(),
  };
}
