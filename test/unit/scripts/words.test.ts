import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localeOf as localeOfDesk } from '#core/words.ts';
import { localeOf } from '../../../scripts/door/words.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');

function textsOf(locale: 'zh-CN' | 'en'): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(join(ROOT, 'resources', 'locales', 'door', `${locale}.json`), 'utf8')) as Record<
    string,
    string
  >;
}

test('both languages have the same words with the same slots', () => {
  const slots = (texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([code, text]) => [code, (text.match(/\{\w+\}/g) ?? []).sort()]);
  expect(slots(textsOf('en'))).toEqual(slots(textsOf('zh-CN')));
});

test('whatever is told has its words', () => {
  const sources = globSync('scripts/**/*.{ts,mjs}', { cwd: ROOT }).map((file) =>
    readFileSync(join(ROOT, file), 'utf8'),
  );
  const codes = sources.flatMap((source) => [
    ...source.matchAll(/'((?:install|build|electron|node24|commands)\.[a-z0-9-]+)'/g),
  ]);
  expect(codes.length).toBeGreaterThan(20);
  const known = Object.keys(textsOf('zh-CN'));
  expect(codes.map(([, code]) => code).filter((code) => !known.includes(code ?? ''))).toEqual([]);
});

test('the door and the desk choose the same language', () => {
  const terminals = [
    {},
    { LANG: 'zh_CN.UTF-8' },
    { LANG: 'en_GB.UTF-8' },
    { LC_ALL: 'C', LANG: 'en_US' },
    { LC_ALL: '', LANG: 'en_US' },
  ];
  expect(terminals.map(localeOf)).toEqual(terminals.map(localeOfDesk));
  expect(terminals.map(localeOf)).toEqual(['zh-CN', 'zh-CN', 'en', 'zh-CN', 'en']);
});
