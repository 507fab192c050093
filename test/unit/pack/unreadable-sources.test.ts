import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import { faultTeller } from '#core/scripts/fault-words.ts';
import { readWithBase } from '#core/scripts/pack-base.ts';
import { RESOURCES } from '#kit/desk.ts';
import { readSource } from '../../../scripts/pack/places.ts';

function inFolder<Found>(look: (folder: string) => Found): Found {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-unreadable-'));
  const found = look(folder);
  rmSync(folder, { recursive: true });
  return found;
}

function faultsOf(path: string): readonly PackFault[] {
  const read = readWithBase(path);
  return read.ok ? [] : read.error;
}

test.each([
  ['a tab', 'hold:\n  limitMs: 1\n\twarnAfterMs: 2\n', '3:1 yaml-tab'],
  ['a tab after spaces', 'a:\n  - id: x\n  \ttext: y\n', '3:1 yaml-tab'],
  ['no space after a colon', 'id: a\nversion:1.0.0\nname: x\n', '2:1 yaml-colon'],
  ['no space after the last colon', 'id: a\nversion:1\n', '2:1 yaml-colon'],
  ['no space after the colon of an item', 'a:\n  - id:x\n    text: y\n', '2:5 yaml-colon'],
  ['a Chinese colon', 'id: a\nname：甲\nversion: 1\n', '2:1 yaml-colon'],
  ['no colon at all', 'id: a\nname\n', '2:1 yaml-colon'],
  ['a quote that is never closed', "id: a\nname: '甲\nversion: 1\n", '2:7 yaml-quote'],
  ['a quote that the next one closes', 'name: "甲\ncompany: "乙"\n', '1:7 yaml-quote'],
  ['a quote that is not closed in its item', "- text: '您好\n  id: x\n- text: 'a'\n", '1:9 yaml-quote'],
  ['a brace that is never closed', 'a: 1\nhold: { b: 1\nc: 2\n', '2:7 yaml-bracket'],
  ['a bracket that is never closed', 'stages: [greet\n  - "', '1:9 yaml-bracket'],
  ['a brace that is never closed after one that is', 'a: [1]\nb: { c: [1]\nd: 2\n', '2:4 yaml-bracket'],
  ['what is wrong long after a quote over two lines', "a: 'x\n  y'\nb: 1\nc:2\n", '4:1 yaml-colon'],
  ['a slot at the beginning', 'text: {company.name}，您好\n', '1:21 yaml-needs-quotes'],
  ['a text after a quote', "text: '您好'，再见\n", '1:11 yaml-needs-quotes'],
  ['a colon in a text', 'text: 他说: 好\n', '1:7 yaml-needs-quotes'],
  ['a sign at the beginning', 'text: @您\n', '1:7 yaml-needs-quotes'],
  ['a line too far to the left', 'a:\n  b: 1\n c: 2\n', '3:2 yaml-indent'],
  ['a line too far to the right', 'id: a\n\n  version: 1\n', '3:3 yaml-indent'],
  ['an item whose lines do not stand together', 'a:\n  - id: x\n   text: y\n', '3:4 yaml-indent'],
  ['items that do not stand together', 'a:\n    - id: x\n  - id: y\n', '3:3 yaml-indent'],
  ['a name beside a list', '- id: x\ntext: y\n', '2:1 yaml-indent'],
  ['a name twice', 'id: a\nid: b\n', '2:1 yaml-key-twice'],
  ['anything else', 'a: [1,,2]\n', '1:7 yaml-unreadable'],
])('%s is told as what it is, where it stands, by every command', (_what, text, expected) => {
  inFolder((folder) => {
    const file = join(folder, 'pack.yaml');
    writeFileSync(file, text);
    const [fault] = faultsOf(folder);
    expect(fault?.facts?.file).toBe(file);
    expect(`${String(fault?.facts?.line)}:${String(fault?.facts?.column)} ${String(fault?.code)}`).toBe(expected);
    const read = readSource(file);
    const { position, fault: told } = 'fault' in read ? read : { position: null, fault: null };
    expect(`${String(position?.line)}:${String(position?.column)} ${String(told?.code)}`).toBe(expected);
  });
});

test('a file that is missing, and a folder without sources, are told with what to do', () => {
  const zh = faultTeller(RESOURCES, 'zh-CN');
  inFolder((folder) => {
    expect(faultsOf(join(folder, 'nowhere')).map(zh)).toEqual([
      '没有这个文件或文件夹。请核对名字，并在放着它的文件夹里运行命令',
    ]);
    mkdirSync(join(folder, 'empty'));
    expect(faultsOf(join(folder, 'empty')).map(zh).join('')).toContain('请');
  });
});

test('a pack that extends what is missing or unreadable is told in words', () => {
  const zh = faultTeller(RESOURCES, 'zh-CN');
  inFolder((folder) => {
    const branch = join(folder, 'pack.yaml');
    writeFileSync(branch, 'extends: { pack: base }\nid: b\nversion: 1.0.0\n');
    expect(faultsOf(branch).map(zh)).toEqual([
      'extends: 所扩展的话术包（base）有错：没有这个文件或文件夹。请核对名字，并在放着它的文件夹里运行命令',
    ]);
    mkdirSync(join(folder, 'base'));
    writeFileSync(join(folder, 'base', 'a.yaml'), 'id: a\nname:b\n');
    expect(faultsOf(branch).map(zh).join('')).toContain('（base）有错：第 2 行第 1 列：');
  });
});
