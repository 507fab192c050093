import { expect } from 'vitest';
import { zhPack } from '#kit/desk.ts';
import { call } from '#kit/desk-work.ts';
import { test } from '#kit/service/branch-test.ts';

test('a pack that is published reaches every desk; a contact that runs ends by its own rules', async ({ branch }) => {
  const [ann, bo] = [await branch.joined('周宁'), await branch.joined('林珊')];
  await call(ann);
  await branch.settle();
  const before = ann.state().activePack;
  const { pack } = zhPack();
  const text = JSON.stringify(pack);
  const next = JSON.stringify({ ...pack, version: '9.9.9' });
  await branch.central.publish(next, '双十一');
  await branch.settle();
  for (const desk of [ann, bo]) {
    const { activePack, packs } = desk.state();
    expect(packs[activePack]!.version).toBe('9.9.9');
  }
  expect(ann.contact().packHash).toBe(before);
  expect(ann.state().packs[before]!.version).not.toBe('9.9.9');
  // It stays so over a restart, and taking it back is publishing the earlier one again.
  ann.restart();
  expect(ann.state().packs[ann.state().activePack]!.version).toBe('9.9.9');
  branch.clock.pass(1_000);
  await branch.central.publish('stages: nonsense', '有错的');
  await branch.settle();
  expect(ann.state().packs[ann.state().activePack]!.version).toBe('9.9.9');
  expect(ann.state().notices.map(({ code }) => code)).toContain('pack-refused');
  branch.clock.pass(1_000);
  await branch.central.publish(text, '退回');
  await branch.settle();
  expect(ann.state().activePack).toBe(before);
  branch.clock.pass(1_000);
  await branch.central.publish(next, '再来');
  await branch.settle();
  expect(bo.state().packs[bo.state().activePack]!.version).toBe('9.9.9');
});
