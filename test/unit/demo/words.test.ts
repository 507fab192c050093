import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTexts } from '#core/words.ts';
import { RESOURCES } from '#kit/desk.ts';

const ROOT = join(RESOURCES, '..');
const [chinese, english] = [readTexts(RESOURCES, 'demo', 'zh-CN'), readTexts(RESOURCES, 'demo', 'en')];

test('both languages have the same words with the same slots', () => {
  const slots = (texts: Readonly<Record<string, string>>) =>
    Object.entries(texts).map(([code, text]) => [code, (text.match(/\{\w+\}/g) ?? []).sort()]);
  expect(slots(english)).toEqual(slots(chinese));
});

test('the pages have no words of their own', () => {
  const markup = globSync('scripts/demo/page/*.html', { cwd: ROOT }).map((file) =>
    readFileSync(join(ROOT, file), 'utf8'),
  );
  const texts = markup.flatMap((html) => html.replaceAll(/<[^>]*>|\{\{[a-z-]+\}\}/gu, '').trim());
  expect(texts).toEqual(['', '']);
});
