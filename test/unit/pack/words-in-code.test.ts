import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { SHIPPED, shippedPack } from './desk.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** All that we write ourselves and that is run, the interface's own texts included. */
const code = readdirSync(ROOT)
  .filter((folder) => folder.startsWith('src-'))
  .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(ts|cts|vue|json|html|sql)$/.test(entry.name))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

function inCode(words: readonly string[]): readonly string[] {
  return words.filter((word) => code.some((text) => text.includes(word)));
}

describe.each(SHIPPED)('no code knows a word of the pack %s', (name) => {
  const pack = shippedPack(name);

  it('none of its lines, in whole or in part', () => {
    const wordings = allLines(pack).flatMap(({ text, variants = [] }) => [text, ...variants]);
    const parts = wordings.flatMap((text) => text.split(/\{[^}]*\}/)).map((part) => part.trim());
    expect(code.length).toBeGreaterThan(500);
    const enough = pack.locale.startsWith('zh') ? 8 : 24;
    expect(inCode(parts.filter(({ length }) => length >= enough))).toEqual([]);
  });

  it('no line by its id', () => {
    expect(inCode(allLines(pack).flatMap(({ id }) => [`'${id}'`, `"${id}"`]))).toEqual([]);
  });

  it('no scenario, field or choice by its name', () => {
    const fields = [...pack.commonFields, ...pack.scenarios.flatMap((scenario) => scenario.fields)];
    const labels = fields.flatMap(({ label, choices = [] }) => [label, ...choices]);
    const names = [...pack.scenarios, ...pack.departments, ...(pack.remedies?.kinds ?? [])].map((item) => item.name);
    const telling = [...labels, ...names].filter(({ length }) => length >= (pack.locale.startsWith('zh') ? 4 : 14));
    expect(telling.length).toBeGreaterThan(15);
    expect(inCode(telling)).toEqual([]);
  });
});
