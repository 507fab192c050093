import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintOf } from '#parcel/pack-file.ts';
import { openDatabase } from '#core/database/open.ts';
import { TEST_KEY, TestDesk, value, zhPack } from '#kit/desk.ts';
import { PACK_KEY, signedPack } from '#kit/service/pack-key.ts';

const { pack, hash } = zhPack();
/** What was begun by a request goes on after its answer. */
const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
let desk: TestDesk;

beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

function version(): string {
  const { packs, activePack } = desk.state();
  return packs[activePack]!.version;
}

/** The page of a browser gives a file in parts of this size. */
async function give(file: Uint8Array, size = 30_000): Promise<unknown> {
  let answer: unknown;
  for (let at = 0; at < file.length; at += size) {
    const part = Buffer.from(file.subarray(at, at + size)).toString('base64');
    answer = await desk.request('pack.give', { at, bytes: file.length, part });
  }
  return answer;
}

const trust = () => desk.do('pack.trust', { key: PACK_KEY, name: '总部' });

test('a desk without a service takes a pack by file once its key was compared and added', async () => {
  const file = signedPack({ ...pack, version: '2.0.0' });
  const fingerprint = fingerprintOf(PACK_KEY);
  expect(await give(file)).toEqual({
    ok: false,
    error: { code: 'pack-refused', facts: { reason: 'unknown-signer', key: PACK_KEY, fingerprint } },
  });
  expect([version(), desk.state().packFiles.refused?.facts?.reason]).toEqual([pack.version, 'unknown-signer']);
  await trust();
  expect(desk.state().packFiles.keys).toEqual([
    { key: PACK_KEY, name: '总部', fingerprint, addedAt: desk.clock.wall() },
  ]);
  expect(await give(file)).toEqual({ ok: true, value: undefined });
  expect([version(), desk.state().packFiles]).toMatchObject([
    '2.0.0',
    { refused: null, taken: { name: pack.name, version: '2.0.0', from: null } },
  ]);
  desk.restart();
  expect(version()).toBe('2.0.0');
  await desk.do('pack.distrust', { key: PACK_KEY });
  expect(desk.state().packFiles.keys).toEqual([]);
  expect(await give(signedPack({ ...pack, version: '3.0.0' }))).toMatchObject({ ok: false });
  expect(version()).toBe('2.0.0');
});

test('who has signed the active pack is told, also after a restart; of the one that came with the program nobody', async () => {
  expect(desk.state().packFiles.signer).toBeNull();
  await trust();
  await give(signedPack({ ...pack, version: '2.0.0' }));
  expect(desk.state().packFiles.signer).toBe(fingerprintOf(PACK_KEY));
  desk.restart();
  expect(desk.state().packFiles.signer).toBe(fingerprintOf(PACK_KEY));
});

test('a stored pack whose first day is none any more keeps no desk from starting', async () => {
  await trust();
  await give(signedPack({ ...pack, version: '2.0.0' }));
  desk.restart(() => {
    const database = value(openDatabase(desk.folder.path, TEST_KEY));
    database.exec(
      `UPDATE pack SET body = json_set(body, '$.effectiveFrom', 'soon') WHERE body ->> 'version' = '2.0.0'`,
    );
    database.close();
  });
  expect(version()).toBe(pack.version);
});

test('windows are told of keys and files as they change', async () => {
  await trust();
  expect(desk.client.pushes.at(-1)?.changed.packFiles?.keys).toHaveLength(1);
});

test('an earlier pack comes back when its file is taken again, and the one that came with the program too', async () => {
  await trust();
  for (const [at, each] of ['2.0.0', '3.0.0', '2.0.0', pack.version].entries()) {
    desk.clock.pass(1_000 + at);
    await give(signedPack({ ...pack, version: each }));
    expect(version()).toBe(each);
  }
  expect(desk.state().activePack).toBe(hash);
});

test('the host asks which file it is; thinking better of it changes nothing', async () => {
  await trust();
  await desk.do('pack.choose', {});
  await rest();
  expect(desk.state().packFiles).toMatchObject({ asking: false, refused: null, taken: null });
  desk.host.chosen = join(desk.folder.path, 'a.zxpack');
  for (const [content, reason] of [
    [null, 'not-read'],
    ['nonsense', 'not-a-pack'],
  ] as const) {
    if (content !== null) writeFileSync(desk.host.chosen, content);
    await desk.do('pack.choose', {});
    await rest();
    expect(desk.state().packFiles.refused).toEqual({ code: 'pack-refused', facts: { reason } });
  }
  truncateSync(desk.host.chosen, 50 * 1024 * 1024);
  await desk.do('pack.choose', {});
  await rest();
  expect(desk.state().packFiles.refused).toMatchObject({ facts: { reason: 'too-large' } });
  writeFileSync(desk.host.chosen, signedPack({ ...pack, version: '2.0.0' }));
  await desk.do('pack.choose', {});
  await rest();
  expect([version(), desk.state().packFiles.refused]).toEqual(['2.0.0', null]);
});

test('faults are told with the first of them', async () => {
  await trust();
  expect(await give(signedPack({ ...pack, moods: [] }))).toMatchObject({
    error: { facts: { reason: 'faults', count: 1, place: 'moods', fault: 'too-few', limit: 2 } },
  });
});

test('a file that is larger than any pack, or comes in odd parts, is not taken', async () => {
  const part = 'AAAA';
  expect(await desk.request('pack.give', { at: 0, bytes: 50_000_000, part })).toMatchObject({
    error: { code: 'malformed-request' },
  });
  expect(await desk.request('pack.give', { at: 3, bytes: 9, part })).toMatchObject({ error: { code: 'pack-refused' } });
});

test('a pack for a later day waits for it', async () => {
  await trust();
  await give(signedPack({ ...pack, version: '2.0.0', effectiveFrom: '2026-03-03' }));
  expect(desk.state().packFiles).toMatchObject({ taken: { from: '2026-03-03' }, waiting: [{ version: '2.0.0' }] });
  expect(version()).toBe(pack.version);
  desk.clock.pass(14 * 3_600_000);
  expect(version()).toBe('2.0.0');
});

test('what is no key is not trusted', async () => {
  for (const key of ['', 'short', 'A'.repeat(44), '!'.repeat(43)]) {
    expect(await desk.request('pack.trust', { key, name: '' })).toMatchObject({ error: { code: 'pack-key-invalid' } });
  }
});
