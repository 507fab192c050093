import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readSources } from '#core/scripts/pack-sources.ts';

function laid(files: Readonly<Record<string, string>>): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-pack-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const read = readSources(folder);
  rmSync(folder, { recursive: true });
  return read.ok ? read.value : read.error;
}

test('files are laid together: lists are joined in the order of the names, groups over each other', () => {
  const files = {
    'pack.yaml': 'id: shop\nlines: { greet: [{ id: a }] }\nmoods: [calm]\n',
    'more/lines.yaml': 'lines: { greet: [{ id: b }], close: [{ id: c }] }\n',
    'a.yaml': 'moods: [angry]\n',
    'notes.txt': 'id: other',
  };
  expect(laid(files)).toEqual({
    id: 'shop',
    moods: ['angry', 'calm'],
    lines: { greet: [{ id: 'b' }, { id: 'a' }], close: [{ id: 'c' }] },
  });
});

test('a file counts however its name ends: .yaml, .yml, in capitals', () => {
  expect(laid({ 'a.yaml': 'moods: [a]', 'b.yml': 'moods: [b]', 'C.YML': 'moods: [c]' })).toEqual({
    moods: ['c', 'a', 'b'],
  });
});

test('the order of files is the same on every system: folder by folder', () => {
  const files = {
    'a1.yaml': 'moods: [fourth]',
    'a.yaml': 'moods: [third]',
    'a/b.yaml': 'moods: [first]',
    'a/c/d.yaml': 'moods: [second]',
  };
  expect(laid(files)).toEqual({ moods: ['first', 'second', 'third', 'fourth'] });
});

test('what two files say otherwise is refused where it stands', () => {
  expect(laid({ 'a.yaml': 'hold: { limitMs: 1 }', 'b.yaml': 'hold: { limitMs: 2 }' })).toEqual([
    { path: 'hold.limitMs', code: 'said-twice' },
  ]);
});

test('a folder without sources is told', () => {
  expect(laid({ 'notes.txt': '' })).toEqual([{ path: '', code: 'folder-without-sources' }]);
});
