import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PACK_FAULTS } from '#shared/domain/pack/fault.ts';
import { faultTeller } from '#core/scripts/fault-words.ts';
import { loadPack } from '#core/scripts/load-pack.ts';
import { readTexts } from '#core/words.ts';
import { RESOURCES } from '#kit/desk.ts';

test.each(['zh-CN', 'en'] as const)('every fault has its words (%s)', (locale) => {
  const codes = Object.keys(readTexts(RESOURCES, 'faults', locale)).filter((key) => !key.startsWith('type.'));
  expect(codes.sort()).toEqual([...PACK_FAULTS].sort());
});

test.each<readonly [string, string, string, string]>([
  [
    'a key that is there twice',
    'id: a\nid: b\n',
    '第 2 行的名字在同一层前面已经有了。请把两处合成一处，或去掉一处',
    'the name in line 2 is there already in the same group. Lay the two together, or take one out',
  ],
  [
    'what is no YAML',
    'stages: [greet\n  - "',
    '第 1 行第 9 列：括号没有配对。请补上 } 或 ]',
    'line 1, column 9: this bracket is not closed. Add } or ]',
  ],
  [
    'an alias',
    'a: &a [x]\nb: *a\n',
    '不能用 YAML 的别名（*名字），请把内容写全',
    'aliases (*name) cannot be used: write the content out',
  ],
  ['a list in the place of a pack', '[]', '类型不对，应为一组项', 'of the wrong type, must be a group of items'],
])('%s is told in the language of the desk', (_what, content, zh, en) => {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-pack-'));
  const path = join(folder, 'pack.yaml');
  writeFileSync(path, content);
  const loaded = loadPack(path);
  rmSync(folder, { recursive: true });
  const told = (locale: 'zh-CN' | 'en') => (loaded.ok ? [] : loaded.error.map(faultTeller(RESOURCES, locale)));
  expect([told('zh-CN'), told('en')]).toEqual([[zh], [en]]);
});
