import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { Agent } from './kit/agent.ts';
import { SOON } from './kit/patience.ts';
import { launchStandIn, type StandIn } from '../stand-in/driver.ts';

/** One desk for all tests of a group; another program holds the chords that are `taken`. */
function launched(taken: readonly string[] = []): { readonly desk: () => StandIn; readonly agent: Agent } {
  const folder = temporaryFolder('keys');
  let standIn: StandIn | undefined;
  beforeAll(async () => {
    standIn = await launchStandIn({ dataFolder: folder.path, taken });
  });
  afterAll(async () => {
    await standIn?.close();
    folder.remove();
  });
  const desk = (): StandIn => standIn!;
  return { desk, agent: new Agent(desk) };
}

describe('keys of the system [stand-in]', () => {
  const { desk, agent } = launched(['Control+Alt+H']);

  test('a chord that another program holds is named, and the others work', async () => {
    await agent.firstStart();
    await expect.poll(() => agent.page.locator('body').innerText(), SOON).toMatch(/系统键没有绑定上.*Control\+Alt\+H/);
    await expect.poll(() => desk().press('Control+Alt+R'), SOON).toBe(true);
    await agent.bandIs('ringing');
    expect(await desk().press('Control+Alt+H')).toBe(false);
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
    await expect.poll(() => desk().press('Control+Alt+J'), SOON).toBe(true);
    await expect.poll(() => agent.page.locator('body').innerText(), SOON).not.toContain('没有绑定上');
  });
});

describe('chords that wait for a second key [stand-in]', () => {
  const { desk, agent } = launched();
  const panel = () => desk().window('panel');

  test('one that can do nothing now gives the keyboard back', async () => {
    await agent.firstStart();
    await agent.press('r');
    await agent.bandIs('ringing');
    await desk().press('Control+Alt+0');
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: false });
    await desk().press('Control+Alt+Space');
    await expect.poll(panel, SOON).toMatchObject({ visible: false });
    await agent.press('r');
    await agent.bandIs('talking');
  });

  test('the panel by its own chord leaves the keyboard where it is', async () => {
    await desk().press('Control+Alt+Space');
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: false });
  });

  test.each([
    ['Control+Alt+0', ['z'], 'menu', /听不清/],
    ['Control+Alt+B', ['2', 'Enter', ...Array.from('13800001234'), 'Enter'], 'dialog', /回拨/],
  ] as const)('%s takes the keyboard for what it asks and gives it back', async (chord, keys, role, written) => {
    await desk().press(chord);
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: true });
    await desk().panel.getByRole(role).waitFor();
    for (const key of keys) await desk().panel.keyboard.press(key);
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: false });
    await expect.poll(async () => (await agent.timeline()).join('\n'), SOON).toMatch(written);
  });

  test('Escape gives it back too', async () => {
    await desk().press('Control+Alt+B');
    await expect.poll(panel, SOON).toMatchObject({ focused: true });
    await desk().panel.getByRole('dialog').waitFor();
    await desk().panel.keyboard.press('Escape');
    await expect.poll(panel, SOON).toMatchObject({ visible: true, focused: false });
    await desk().press('Control+Alt+Space');
    await expect.poll(panel, SOON).toMatchObject({ visible: false });
  });
});
