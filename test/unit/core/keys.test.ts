import { afterEach, beforeEach, expect, test } from 'vitest';
import { ACTIONS, DEFAULT_KEYMAP, RESERVED_APP_KEYS, VIEW_ACTIONS, type Keymap } from '#shared/contract/actions.ts';
import { TestDesk } from '#kit/desk.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

const keys = (): Keymap => desk.state().settings.keys;

test('no two actions begin with one key, and none with a key that belongs to the screen', () => {
  for (const kind of ['app', 'system'] as const) {
    const bound = ACTIONS.flatMap((action) => DEFAULT_KEYMAP[action][kind] ?? []);
    expect(new Set(bound).size).toBe(bound.length);
    if (kind === 'app') expect(bound.filter((key) => RESERVED_APP_KEYS.includes(key))).toEqual([]);
  }
});

test('every view has a key, which can be given to another action once it is off, and another instead', async () => {
  for (const action of VIEW_ACTIONS) expect(keys()[action].app).not.toBeNull();
  const held = keys()['view-cases'].app!;
  const taken = await desk.request('settings.setKey', { action: 'hold', binding: { system: null, app: held } });
  expect(taken).toEqual({ ok: false, error: { code: 'key-taken', facts: { action: 'view-cases', key: held } } });
  await desk.do('settings.setKey', { action: 'view-cases', binding: { system: 'Control+Alt+Z', app: 'z' } });
  await desk.do('settings.setKey', { action: 'hold', binding: { system: null, app: held } });
  desk.restart();
  expect([keys()['view-cases'], keys().hold]).toEqual([
    { system: 'Control+Alt+Z', app: 'z' },
    { system: null, app: held },
  ]);
});

test('a key that came with a newer version gives way to what the agent had given it to', () => {
  const own = { hold: { system: DEFAULT_KEYMAP.panel.system, app: DEFAULT_KEYMAP['view-cases'].app } };
  desk.database.prepare(`INSERT INTO setting (key, value) VALUES ('keys', ?)`).run(JSON.stringify(own));
  desk.restart();
  expect(keys()).toEqual({
    ...{ ...DEFAULT_KEYMAP, ...own },
    panel: { system: null, app: null },
    'view-cases': { system: null, app: null },
  });
});

test('a key that a newer version needs on the screen acts no more for what the agent had given it to', () => {
  const own = { hold: { system: 'Control+Alt+J', app: 'j' }, callback: { system: null, app: 'h' } };
  for (const [chosen, app] of [
    [{ hold: own.hold }, DEFAULT_KEYMAP.hold.app],
    [own, null],
  ] as const) {
    desk.database.prepare(`INSERT OR REPLACE INTO setting (key, value) VALUES ('keys', ?)`).run(JSON.stringify(chosen));
    desk.restart();
    expect(keys().hold).toEqual({ system: 'Control+Alt+J', app });
  }
});

test('a chord for a view brings the desk to the front and has it shown there', async () => {
  await desk.do('settings.setKey', { action: 'view-callbacks', binding: { system: 'Control+Alt+K', app: 'k' } });
  const { revealed } = desk.host;
  desk.host.press('Control+Alt+K');
  await new Promise(setImmediate);
  expect([desk.host.revealed, desk.client.acts]).toEqual([revealed + 1, [{ act: 'view-callbacks' }]]);
});
