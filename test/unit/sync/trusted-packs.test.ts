import { expect } from 'vitest';
import { PACK_FILE_BYTES } from '#shared/domain/pack/signed-file.ts';
import { rawPublicKey } from '#parcel/keys.ts';
import { zhPack, type TestDesk } from '#kit/desk.ts';
import { call } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';
import { PACK_KEY, signedPack, testPackKey } from '#kit/service/pack-key.ts';

const { pack } = zhPack();
const other = testPackKey(9);
const DAY = 86_400_000;

function version(desk: TestDesk): string {
  const { packs, activePack } = desk.state();
  return packs[activePack]!.version;
}

function codes(desk: TestDesk): readonly string[] {
  return desk.state().notices.map(({ code }) => code);
}

test('a published pack that nobody, or somebody else, has signed is not used; the one before it is', async ({
  branch,
}) => {
  const ann = await branch.joined('周宁');
  await branch.central.publish(signedPack({ ...pack, version: '2.0.0' }), '春');
  await branch.settle();
  const tampered = Buffer.from(signedPack({ ...pack, version: '3.0.0' }))
    .toString()
    .replace('3.0.0', '3.0.1');
  for (const file of [
    signedPack({ ...pack, version: '3.0.0' }, null),
    signedPack({ ...pack, version: '3.0.0' }, other),
    new TextEncoder().encode(tampered),
    signedPack({ ...pack, version: '3.0.0', expiresOn: '2026-03-01' }),
    new Uint8Array(PACK_FILE_BYTES + 1),
  ]) {
    branch.clock.pass(1_000);
    await branch.central.publish(file, '夏');
    await branch.settle();
    expect([version(ann), codes(ann)]).toEqual(['2.0.0', ['pack-refused']]);
    await ann.do('desk.dismiss', { notice: ann.state().notices[0]!.id });
  }
});

test('whose packs count is what the service says, also of one that was refused before', async ({ branch }) => {
  const ann = await branch.joined('周宁');
  await branch.settle();
  expect(ann.state().packFiles.keys).toMatchObject([{ key: PACK_KEY, name: '', addedAt: null }]);
  await branch.central.publish(signedPack({ ...pack, version: '4.0.0' }, other), '秋');
  await branch.settle();
  expect(version(ann)).toBe(pack.version);
  branch.central.packKeys = [PACK_KEY, rawPublicKey(other)];
  await branch.settle();
  expect(version(ann)).toBe('4.0.0');
  // A key that does not count any more takes nothing away: an agent is never left without lines.
  branch.central.packKeys = [];
  await branch.settle();
  expect([version(ann), ann.state().packFiles.keys]).toEqual(['4.0.0', []]);
  ann.restart();
  expect(version(ann)).toBe('4.0.0');
  expect(await ann.request('pack.trust', { key: PACK_KEY, name: 'x' })).toEqual({
    ok: false,
    error: { code: 'not-allowed' },
  });
  expect(await ann.request('pack.distrust', { key: PACK_KEY })).toMatchObject({ ok: false });
});

test('a pack for a later day is kept, waits, and begins on its day; a contact that runs goes on as it began', async ({
  branch,
}) => {
  const ann = await branch.joined('周宁');
  await branch.central.publish(signedPack({ ...pack, version: '2.0.0' }), '现在');
  branch.clock.pass(1_000);
  await branch.central.publish(signedPack({ ...pack, version: '3.0.0', effectiveFrom: '2026-03-03' }), '明天');
  await branch.settle();
  expect(version(ann)).toBe('2.0.0');
  expect(ann.state().packFiles.waiting).toEqual([{ name: pack.name, version: '3.0.0', from: '2026-03-03' }]);
  // Without its service, too.
  branch.central.reachable = false;
  await call(ann);
  ann.restart();
  expect(version(ann)).toBe('2.0.0');
  await branch.pass(14 * 3_600_000 - 60_000);
  expect(version(ann)).toBe('2.0.0');
  await branch.pass(120_000);
  expect(version(ann)).toBe('3.0.0');
  expect(ann.state().packs[ann.contact().packHash]!.version).toBe('2.0.0');
  expect(ann.state().packFiles.waiting).toEqual([]);
});

test('a service that says nothing of keys vouches for none, also not for those of the service before it', async ({
  branch,
}) => {
  const ann = await branch.joined('周宁');
  await branch.settle();
  expect(ann.state().packFiles.keys.map(({ key }) => key)).toEqual([PACK_KEY]);
  ann.workstation.parts.packTrust.hear(undefined);
  expect(ann.state().packFiles.keys).toEqual([]);
});

test('a desk that was away gets the pack of today and the one of a later day', async ({ branch }) => {
  await branch.central.publish(signedPack({ ...pack, version: '2.0.0' }), '现在');
  branch.clock.pass(1_000);
  await branch.central.publish(signedPack({ ...pack, version: '3.0.0', effectiveFrom: '2026-03-20' }), '以后');
  const ann = await branch.joined('周宁');
  await branch.settle();
  expect([version(ann), ann.state().packFiles.waiting.length]).toEqual(['2.0.0', 1]);
});

test('a pack that has expired goes on working, and the agent is told until another one comes', async ({ branch }) => {
  const ann = await branch.joined('周宁');
  await branch.central.publish(signedPack({ ...pack, version: '2.0.0', expiresOn: '2026-03-02' }), '今天');
  await branch.settle();
  expect([version(ann), codes(ann)]).toEqual(['2.0.0', []]);
  await branch.pass(DAY);
  expect([version(ann), codes(ann)]).toEqual(['2.0.0', ['pack-expired']]);
  await ann.do('desk.dismiss', { notice: ann.state().notices[0]!.id });
  await branch.pass(DAY);
  expect(codes(ann)).toEqual([]);
  ann.restart();
  expect(codes(ann)).toEqual(['pack-expired']);
  await branch.central.publish(signedPack({ ...pack, version: '2.0.1' }), '新的');
  await branch.settle();
  expect([version(ann), codes(ann)]).toEqual(['2.0.1', []]);
});
