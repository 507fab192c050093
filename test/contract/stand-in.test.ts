import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { openBrowser, type StandInBrowser } from '../stand-in/chromium.ts';
import { launchStandIn, type StandIn } from '../stand-in/driver.ts';
import { fromPretend, toPretend } from '../stand-in/electron/pretend-origin.ts';
import { strict, StrictEmitter } from '../stand-in/electron/strict.ts';

// The stand-in is only worth something while it cannot be pleased by an app that Electron would refuse.

describe('stand-in: what it lacks', () => {
  test('reading or setting it throws with its name', () => {
    const shell = strict('shell', { openExternal: () => 'opened' });
    expect(shell.openExternal()).toBe('opened');
    expect(() => (shell as unknown as { beep: unknown }).beep).toThrow('shell.beep is not there');
    expect(() => Object.assign(shell, { beep: 1 })).toThrow('shell.beep cannot be set');
  });

  test('listening to what it never emits throws', () => {
    const power = new StrictEmitter('powerMonitor', ['resume']);
    expect(() => power.on('shutdown', () => undefined)).toThrow("powerMonitor never emits 'shutdown'");
  });
});

test.each([
  'app://zuoxi/index.html?window=panel#/desk',
  'app://zuoxi/',
  'app://elsewhere/..%2fx',
  'https://elsewhere.example/x',
  'about:blank',
])('stand-in: %s is shown at a pretend origin and told by its own name', (url) => {
  expect(fromPretend(toPretend(url))).toBe(url);
});

describe('stand-in: the desktop around the desk', () => {
  const folder = temporaryFolder('desktop');
  let browser: StandInBrowser;
  let app: StandIn;

  beforeAll(async () => {
    browser = await openBrowser();
    app = await launchStandIn({ dataFolder: folder.path, browser, taken: ['Control+Alt+H'] });
    expect(app.started, app.logs).toBe('windows');
  });

  afterAll(async () => {
    await app.close();
    await browser.close();
    folder.remove();
  });

  test('starts with the desk in front and the panel made but hidden', async () => {
    expect(await app.window('desk')).toMatchObject({ visible: true, focused: true, onTop: false });
    expect(await app.window('panel')).toMatchObject({ visible: false, focused: false, onTop: true });
  });

  test('the panel comes and goes by its chord and takes no focus', async () => {
    expect(await app.press('Control+Alt+Space')).toBe(true);
    await expect.poll(() => app.window('panel')).toMatchObject({ visible: true, focused: false });
    expect(await app.window('desk')).toMatchObject({ focused: true });
    await app.press('Control+Alt+Space');
    await expect.poll(() => app.window('panel')).toMatchObject({ visible: false });
  });

  test('a chord that another program holds is not had', async () => {
    expect(await app.press('Control+Alt+H')).toBe(false);
    expect(await app.press('Control+Alt+R')).toBe(true);
  });

  test('closing hides, the tray brings back', async () => {
    await app.ask('closeWindow', 1);
    expect(await app.window('desk')).toMatchObject({ visible: false });
    expect(await app.ask('tray')).toEqual(['打开工作台', '显示或隐藏话术面板', '退出坐席']);
    await app.ask('chooseFromTray', '打开工作台');
    expect(await app.window('desk')).toMatchObject({ visible: true, focused: true });
    await app.ask('chooseFromTray', '显示或隐藏话术面板');
    expect(await app.window('panel')).toMatchObject({ visible: true, focused: false });
    await app.ask('closeWindow', 2);
    expect(await app.window('panel')).toMatchObject({ visible: false });
  });

  test('a second start brings the first to the front, with the view its link names', async () => {
    // The page takes a link out of its address once it has followed it.
    const links: string[] = [];
    await app.desk.exposeFunction('linked', (hash: string) => void links.push(hash));
    await app.desk.evaluate(() => {
      const { linked } = window as unknown as { readonly linked: (hash: string) => void };
      addEventListener('hashchange', ({ newURL }) => linked(new URL(newURL).hash));
    });
    await app.ask('minimizeWindow', 1);
    await app.ask('closeWindow', 1);
    await app.ask('secondInstance', ['zuoxi://callbacks']);
    await expect.poll(() => app.window('desk')).toMatchObject({ visible: true, focused: true });
    await expect.poll(() => links).toEqual(['#/callbacks']);
    await app.ask('openUrl', 'zuoxi://desk/../../etc?x=1');
    await app.ask('secondInstance', ['javascript:alert(1)']);
    await app.ask('secondInstance', ['zuoxi://cases']);
    await expect.poll(() => links).toEqual(['#/callbacks', '#/cases']);
  });

  test('another instance on the same folder leaves at once', async () => {
    const second = await launchStandIn({ dataFolder: folder.path, browser, secondInstance: true });
    expect(second.started).toBe('ended');
  });

  test('a program that holds the folder is told, and the folder is left alone', async () => {
    const second = await launchStandIn({ dataFolder: folder.path, browser, languages: ['en-GB'] });
    expect(second.started).toBe('dialog');
    const [shown] = (await second.record()).dialogs;
    expect(shown).toMatchObject({
      title: 'Zuoxi could not open',
      message: 'Another program is using this data folder.',
    });
    await second.ask('pressDialogButton', 'Open the data folder');
    await second.close();
  });

  test('no link of the system is taken by a development copy', async () => {
    expect(await app.record()).toMatchObject({ protocolClients: [] });
  });

  // The stand-in has no crash reporter: starting one would throw.
  test('no crash is dumped anywhere: a dump would hold what customers said', async () => {
    expect((await app.record()).paths).toEqual({
      userData: folder.path,
      sessionData: join(folder.path, 'browser'),
    });
    expect(readdirSync(folder.path, { recursive: true }).filter((name) => /dump|crash/i.test(String(name)))).toEqual(
      [],
    );
  });

  test('windows come back where they were', async () => {
    const bounds = { x: 40, y: 60, width: 420, height: 520 };
    await app.ask('moveWindow', 2, bounds);
    await app.restart();
    expect(await app.window('panel')).toMatchObject({ bounds });
  });

  test('a page whose process has died comes back', async () => {
    const { loads } = await app.window('panel');
    const session = await app.panel.context().newCDPSession(app.panel);
    session.send('Page.crash').catch(() => undefined);
    await expect.poll(async () => (await app.window('panel')).loads, { timeout: 10_000 }).toBe(loads + 1);
  });

  test('after a kill everything starts again on the same records', async () => {
    await app.kill();
    await app.startAgain();
    expect(app.started, app.logs).toBe('windows');
  });
});

describe('stand-in: a script pack of its own', () => {
  const folder = temporaryFolder('own-pack');
  const pack = join(folder.path, 'pack.yaml');
  let app: StandIn;

  afterAll(async () => {
    await app.close();
    folder.remove();
  });

  test('one with faults stops the start and shows them', async () => {
    writeFileSync(pack, 'schema: 1\nstages: []\n');
    app = await launchStandIn({ dataFolder: join(folder.path, 'data'), args: ['--pack', pack] });
    expect(app.started, app.logs).toBe('dialog');
    const [shown] = (await app.record()).dialogs;
    expect(shown?.detail).toContain(pack);
    expect(shown?.detail).toMatch(/stages\.0: /);
    expect(shown?.detail).toContain('代码：pack-refused');
    await app.ask('pressDialogButton', '退出');
  });
});

describe('stand-in: records that cannot be opened', () => {
  const folder = temporaryFolder('unopened');
  let app: StandIn;

  beforeAll(async () => {
    app = await launchStandIn({ dataFolder: folder.path });
  });

  afterAll(async () => {
    await app.close();
    folder.remove();
  });

  test.each([
    ['garbage', '代码：key-unreadable'],
    ['unavailable', '代码：key-store-unavailable'],
  ] as const)('a key store that is %s stops the start, with words, and changes nothing', async (keyStore, code) => {
    await app.restart({ keyStore });
    expect(app.started).toBe('dialog');
    const [shown] = (await app.record()).dialogs;
    expect(shown?.detail).toContain(code);
    await app.ask('pressDialogButton', '退出');
    await app.restart({ keyStore: 'works' });
    expect(app.started, app.logs).toBe('windows');
  });
});
