import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { Notice } from '#shared/contract/views.ts';
import { keyFile } from '#core/key-file.ts';
import { silentLog } from '#core/log.ts';
import { openWorkstation, type StartOptions } from '#core/open-workstation.ts';
import { writePackFile } from '#parcel/pack-file.ts';
import { RESOURCES, temporaryFolder, TestDesk, value, zhPack } from '#kit/desk.ts';
import { ringAndTake } from '#kit/desk-work.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { FakeHost } from '#kit/fake-host.ts';

function told(notices: readonly Notice[]): readonly Notice['facts'][] {
  return notices.flatMap(({ code, facts }) => (code === 'pack-refused' ? [facts] : []));
}

test.each([
  ['that has faults by now', `UPDATE pack SET body = '{"format":1}' WHERE hash = 'older'`],
  ['that is no JSON any more', `UPDATE pack SET body = '{' WHERE hash = 'older'`],
  ['that is lost', `DELETE FROM pack WHERE hash = 'older'`],
])('a contact with a pack %s goes on by the active one, and the agent is told', async (_why, spoil) => {
  const desk = new TestDesk();
  await desk.setUp();
  await ringAndTake(desk);
  desk.database.exec(`
    INSERT INTO pack (hash, body, stored_at) VALUES ('older', '{}', 0);
    UPDATE contact SET pack_hash = 'older';
    UPDATE service_case SET pack_hash = 'older';
    ${spoil}`);
  desk.restart();
  await desk.do('desk.open', { window: 'desk' });
  desk.clock.pass(0);
  const { name, version } = desk.pack.pack;
  expect(told(desk.state().notices)).toEqual([{ pack: 'older', instead: `${name} ${version}` }]);
  const { id } = desk.contact();
  await desk.do('contact.command', { contactId: id, command: { type: 'enter-stage', stage: 'listen' } });
  await desk.do('contact.command', { contactId: id, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId: id, command: { type: 'close', leaveToBeCompleted: true } });
  desk.clock.pass(10_000);
  desk.restart();
  expect(told(desk.state().notices)).toEqual([]);
  desk.dispose();
});

test('a desk that is closed before it could tell of a pack tells nobody', async () => {
  const desk = new TestDesk();
  await desk.setUp();
  await desk.do('desk.press', { action: 'ring' });
  desk.database.exec(`UPDATE contact SET pack_hash = 'lost'`);
  desk.restart();
  await desk.do('desk.open', { window: 'desk' });
  desk.workstation.dispose();
  desk.database.close();
  desk.clock.pass(86_400_000);
  desk.folder.remove();
});

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder('packs');
});
afterEach(() => folder.remove());

function options(): StartOptions {
  const dataFolder = join(folder.path, 'data');
  const resources = join(folder.path, 'resources');
  mkdirSync(dataFolder);
  const around = { host: new FakeHost(), clock: new FakeClock(), log: silentLog };
  return { ...around, dataFolder, resources, keyStore: keyFile(dataFolder) };
}

test('the pack that the build made is used in the stead of its sources, and is the same pack', async () => {
  const start = { ...options(), builtPacks: join(folder.path, 'built') };
  const { pack, hash } = zhPack();
  mkdirSync(start.builtPacks);
  writeFileSync(join(start.builtPacks, 'zh-CN.zxpack'), writePackFile(canonicalJson(pack), null));
  const desk = value(await openWorkstation(start));
  expect(desk.parts.packs.active).toBe(hash);
  desk.dispose();
});

test('where the build made none its sources are read', async () => {
  const start = { ...options(), builtPacks: join(folder.path, 'nothing'), resources: RESOURCES };
  const desk = value(await openWorkstation(start));
  expect(desk.parts.packs.active).toBe(zhPack().hash);
  desk.dispose();
});

test('an installed pack with faults keeps a new desk from starting, not one that has worked', async () => {
  const start = options();
  cpSync(RESOURCES, start.resources, { recursive: true });
  const installed = join(start.resources, 'packs', 'zh-CN');
  const source = join(installed, 'pack.yaml');
  const whole = join(RESOURCES, 'packs', 'zh-CN', 'pack.yaml');
  writeFileSync(source, 'format: 1\n');
  expect(await openWorkstation(start)).toMatchObject({ ok: false, error: { code: 'pack-refused', path: installed } });

  cpSync(whole, source);
  const first = value(await openWorkstation(start));
  const { active } = first.parts.packs;
  first.dispose();

  writeFileSync(source, 'format: 1\n');
  const second = value(await openWorkstation(start));
  second.start();
  const state = second.parts.projection.open();
  const { name, version } = state.packs[active]!;
  expect([state.activePack, told(state.notices)]).toEqual([
    active,
    [{ pack: installed, instead: `${name} ${version}` }],
  ]);
  second.dispose();
  expect(await openWorkstation({ ...start, packFile: installed })).toMatchObject({
    ...{ ok: false, error: { code: 'pack-refused', path: installed } },
  });

  cpSync(whole, source);
  const third = value(await openWorkstation(start));
  third.start();
  expect(told(third.parts.projection.open().notices)).toEqual([]);
  third.dispose();
});
