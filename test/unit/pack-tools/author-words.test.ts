import { expect, test } from 'vitest';
import { isGroup } from '#shared/base/group.ts';
import { readTexts, type Locale } from '#core/words.ts';
import { RESOURCES, zhPack } from '#kit/desk.ts';
import { differenceTeller } from '../../../scripts/pack/difference-words.ts';
import { runPack } from '../../../scripts/pack/run.ts';
import { editorSchema } from '../../../scripts/pack/schema.ts';
import { terminalOf, type Terminal } from '../../../scripts/pack/terminal.ts';

const { pack } = zhPack();
const LOCALES = ['zh-CN', 'en'] as const;

function terminal(locale: Locale, print: (line: string) => void = () => undefined): Terminal {
  return terminalOf(locale, print, () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }));
}

/** Every name that may stand in a pack; what tells only how its sources are laid together is not in the pack itself. */
function membersOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(membersOf);
  if (!isGroup(schema)) return [];
  const own = isGroup(schema.properties) ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap(membersOf)];
}

test.each(LOCALES)('every member of the schema has its word (%s), and no word is for nothing', (locale) => {
  const texts = readTexts(RESOURCES, 'author', locale);
  const members = new Set(membersOf(JSON.parse(editorSchema())));
  const wanted = [...members].filter((name) => !['extends', 'without', 'pack'].includes(name));
  expect(wanted.length).toBeGreaterThan(150);
  expect(wanted.filter((name) => texts[`part.${name}`] === undefined)).toEqual([]);
  const words = Object.keys(texts).filter((code) => code.startsWith('part.'));
  expect(
    words.filter(
      (code) =>
        !code
          .split('.')
          .slice(1)
          .every((name) => members.has(name)),
    ),
  ).toEqual([]);
});

test('a difference says where it is in words, and items by their names', () => {
  const told = (path: readonly string[], to: unknown): string =>
    differenceTeller(terminal('zh-CN'), pack, pack)({ kind: 'added', path, to });
  const technical = pack.departments.find(({ id }) => id === 'technical')!;
  expect(told(['departments', 'technical', 'number'], '1')).toBe(`+ 部门 › ${technical.name} › 电话 新增：“1”`);
  expect(told(['effectiveFrom'], '2026-12-01')).toBe('+ 起用日期 新增：“2026-12-01”');
  const base = { id: 'base', version: '1.0.0', sha256: 'ab' };
  expect(told(['basedOn'], base)).toBe('+ 所扩展的包 新增：编号“base”，版本“1.0.0”，SHA-256“ab”');
  const [stage] = pack.stages;
  expect(told(['lines', stage.id, 'x', 'text'], '您好')).toBe(`+ 话术 › ${stage.name} › x › 原句 新增：“您好”`);
  expect(told(['wording', 'sets', 'now'], ['马上'])).toBe('+ 用语 › 词组 › now 新增：“马上”');
  const field = pack.commonFields[0]!;
  expect(told(['commonFields', field.id, 'hint'], '写')).toContain(`› ${field.label} ›`);
});

test('what was put in another order is told by its names', () => {
  const [one, other] = pack.moods;
  const tell = differenceTeller(terminal('en'), pack, pack);
  const to = [other!.id, one!.id];
  expect(tell({ kind: 'moved', path: ['moods'], from: [...to].reverse(), to })).toContain(
    `“${other!.name}”, “${one!.name}”`,
  );
});

test.each([
  ['zh-CN', '通话中', '在线等待中'],
  ['en', 'on the line', 'on hold'],
] as const)('a preview has no word of the machine (%s)', async (locale, connected, held) => {
  const lines: string[] = [];
  const print = (line: string): void => void lines.push(line);
  const args = ['preview', `${RESOURCES}/packs/zh-CN`, '--scenario', 'issue'];
  const hold = pack.situations.find(({ id }) => id === pack.hold.situation)!;
  await runPack([...args, '--keys', 'u h n n n n n n zzz'], terminal(locale, print));
  const out = lines.join('\n');
  expect(out).toContain(` · ${connected}`);
  expect(out).not.toMatch(/connected|unknown-key|wrong-line|no-further-stage|nothing-to-do/u);
  lines.length = 0;
  await runPack([...args, '--keys', `/${hold.key} 1`], terminal(locale, print));
  expect(lines.join('\n')).toContain(` · ${held}`);
});

test('what is asked before a preview is asked in words', async () => {
  const lines: string[] = [];
  await runPack(
    ['preview', `${RESOURCES}/packs/zh-CN`],
    terminal('zh-CN', (line) => lines.push(line)),
  );
  const asked = lines.filter((line) => line.startsWith('选哪个')).join('\n');
  expect(asked).toContain('1 电话  2 文字会话');
  expect(asked).toContain(`2 ${pack.scenarios[0]!.name}`);
  expect(asked).not.toMatch(/inbound|outbound|known|same-day/u);
});
