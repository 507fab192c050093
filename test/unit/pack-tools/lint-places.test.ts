import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { zhPack } from '#kit/desk.ts';
import { readRules } from '../../../scripts/pack/rules.ts';
import { lintSources } from '../../../scripts/pack/lint.ts';
import { lintPlanted } from './planted.ts';

const options = { rules: null };

test('rules that no item carries out, or that nobody knows, are told', () => {
  // Of its phrases the planted pack has only a few.
  const rules = (readRules('en') ?? []).map(
    ({ id, by }) => ({ id, by: id.startsWith('R-WRD-') ? 'nobody' : by }) as const,
  );
  const missing = lintPlanted(() => [], { ...options, rules: [...rules, { id: 'R-HOLD-66', by: 'pack' }] });
  expect(missing.findings).toMatchObject([{ code: 'rule-not-covered', facts: { name: 'R-HOLD-66' } }]);
  const unknown = lintPlanted(
    (pack) => {
      pack.hold.rules = ['R-HOLD-2', 'R-HOLD-77'];
      return ['hold'];
    },
    { ...options, rules },
  );
  expect(unknown.findings).toMatchObject([{ code: 'no-such-rule', path: 'hold' }]);
});

function linted(files: Readonly<Record<string, string>>, path = '.'): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-lint-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const findings = lintSources(join(folder, path), options);
  rmSync(folder, { recursive: true });
  return findings.map(({ position: { file, line, column }, code }) => {
    return `${file.slice(folder.length + 1)}:${String(line)}:${String(column)} ${code}`;
  });
}

const whole = JSON.stringify(zhPack().pack);

test.each([
  ['a name twice', 'a: 1\nb:\n  c: 1\n  c: 2\n', 'pack.yaml:4:3 yaml-key-twice'],
  ['no YAML', 'a: [1\nb: 2', 'pack.yaml:1:4 yaml-bracket'],
  ['an alias', 'a: &x [1]\nb: *x\n', 'pack.yaml:2:4 yaml-alias'],
])('a source with %s is told where it stands', (_what, text, expected) => {
  expect(linted({ 'pack.yaml': text })).toEqual([expected]);
});

test('what stands in another file of the pack, or in the one that it extends, is told there', () => {
  const files = {
    'base/pack.json.yaml': whole,
    'own/a.yaml': `extends: { pack: ../base }\nid: own\nversion: 1.0.0\n`,
    'own/more/b.yaml': `situations:\n  - id: noise\n    lines:\n      - id: noise-new\n        text: 您好。\n        when: >-\n          mood >= 0\n`,
  };
  expect(linted(files, 'own')).toEqual(['own/more/b.yaml:6:9 always-so']);
  expect(linted({ 'a.yaml': 'hold: { limitMs: 1 }', 'b.yaml': 'hold:\n  limitMs: 2' })).toEqual([
    'a.yaml:1:9 said-twice',
  ]);
});
