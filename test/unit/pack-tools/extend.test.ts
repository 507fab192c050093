import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { loadPack } from '#core/scripts/load-pack.ts';
import { writePackFile } from '#parcel/pack-file.ts';
import { RESOURCES, value, zhPack } from '#kit/desk.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'zuoxi-extend-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const ZH = join(RESOURCES, 'packs', 'zh-CN');

function branch(text: string, base: string = JSON.stringify(ZH)): ReturnType<typeof loadPack> {
  return loadPack(dirname(write('own/pack.yaml', `extends: { pack: ${base} }\nid: own\nversion: 2.0.0\n${text}`)));
}

test('a branch says only what is otherwise, and the pack says on what it is based', () => {
  const noise = zhPack().pack.situations.find(({ id }) => id === 'noise')!;
  const { pack } = value(
    branch(`
hold: { limitMs: 30000, warnAfterMs: 20000 }
without: [situations.noise.${noise.lines[1]!.id}, situations.dialect]
situations:
  - id: noise
    name: 杂音
    hint: null
    lines:
      - { id: ${noise.lines[0]!.id}, note: 慢一点说 }
      - { id: noise-own, text: 请到门口来找我们，我们当面说。 }
`),
  );
  const { id, version, hash } = { ...zhPack().pack, hash: zhPack().hash };
  expect(pack.basedOn).toEqual({ id, version, sha256: hash });
  expect(pack.hold).toMatchObject({ limitMs: 30_000, warnAfterMs: 20_000, situation: 'hold' });
  expect(pack.situations.some((each) => each.id === 'dialect')).toBe(false);
  const own = pack.situations.find((each) => each.id === 'noise')!;
  expect(own).toEqual({
    ...Object.fromEntries(Object.entries(noise).filter(([name]) => name !== 'hint')),
    name: '杂音',
    lines: [
      { ...noise.lines[0], note: '慢一点说' },
      ...noise.lines.slice(2),
      { id: 'noise-own', text: '请到门口来找我们，我们当面说。' },
    ],
  });
});

test('null is a value in what is new, and takes away what was there', () => {
  const { pack } = value(
    branch(`
wording:
  groups:
    - { id: own, rule: R-WRD-1, kind: forbidden, contexts: [agent_chat], reason: 客套, better: null, phrases: [亲亲] }
    - { id: casual, better: null }
`),
  );
  const better = (id: string) => pack.wording?.groups.find((group) => group.id === id)?.better;
  expect(zhPack().pack.wording?.groups.find(({ id }) => id === 'casual')?.better).toEqual(expect.any(String));
  expect([better('own'), better('casual')]).toEqual([null, null]);
});

test('what is removed by its position is what stood there, whatever else is removed', () => {
  const { table } = zhPack().pack.remedies!;
  const left = (without: string) => value(branch(`without: [${without}]\n`)).pack.remedies?.table;
  expect(left('remedies.table.0, remedies.table.1')).toEqual(table.slice(2));
  expect(left('remedies.table.1, remedies.table.0, remedies.table.1')).toEqual(table.slice(2));
  expect(left(`remedies.table.${String(table.length - 1)}, remedies.table.0`)).toEqual(table.slice(1, -1));
  expect(left('remedies.table.0.rules, remedies.table.0, remedies.table.2')).toEqual([table[1], ...table.slice(3)]);
});

test('an item that is said twice is told, not lost', () => {
  const twice = `situations:\n  - { id: noise, name: 杂音 }\n  - { id: noise, hint: 听不清 }\n`;
  expect(branch(twice)).toMatchObject({ ok: false });
});

test('lists of things without a name are taken whole', () => {
  const { pack } = value(branch(`hold: { reasons: [查库存] }\n`));
  expect(pack.hold.reasons).toEqual(['查库存']);
});

test('a built file can be extended, and is meant by its hash', () => {
  const { hash, pack } = zhPack();
  const file = write('base.zxpack', writePackFile(canonicalJson(pack), null));
  expect(value(branch('', `${JSON.stringify(file)}, sha256: ${hash}`)).pack.basedOn?.sha256).toBe(hash);
  expect(branch('', `${JSON.stringify(file)}, version: 0.0.1`)).toMatchObject({ error: [{ code: 'base-other' }] });
  writeFileSync(file, 'x'.repeat(20));
  expect(branch('', JSON.stringify(file))).toMatchObject({ error: [{ code: 'base-unreadable' }] });
});

test.each([
  ['that removes what is not there', 'without: [situations.nothing]', 'nothing-to-remove'],
  ['that removes in no list', 'without: 1', 'wrong-type'],
  ['with a fault of its own', 'situations: [{ id: noise, key: zz }]', 'form-key'],
])('a branch %s is refused', (_what, text, code) => {
  expect(branch(text)).toMatchObject({ ok: false, error: [{ code }] });
});

test('a branch has a name of its own, a base that is one, and no base above itself', () => {
  const alone = write('alone/pack.yaml', `extends: ${JSON.stringify(ZH)}\n`);
  expect(loadPack(alone)).toMatchObject({ error: [{ path: 'id' }, { path: 'version' }] });
  expect(loadPack(write('odd/pack.yaml', 'extends: 7\n'))).toMatchObject({ error: [{ code: 'not-a-base' }] });
  expect(branch('', '../nowhere')).toMatchObject({ error: [{ code: 'base-unreadable' }] });
  write('b/pack.yaml', 'extends: ../own\nid: b\nversion: 1.0.0\n');
  expect(branch('', '../b')).toMatchObject({ ok: false });
});
