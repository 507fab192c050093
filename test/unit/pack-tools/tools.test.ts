import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LINT_CODES } from '#shared/domain/pack/lint/finding.ts';
import { coverageOf } from '#shared/domain/pack/coverage.ts';
import { differencesOf } from '#shared/domain/pack/difference.ts';
import { readTexts } from '#core/words.ts';
import { RESOURCES, zhPack } from '#kit/desk.ts';
import { readRules } from '../../../scripts/pack/rules.ts';
import { packCommands, runPack } from '../../../scripts/pack/run.ts';
import { editorSchema, SCHEMA_FILE } from '../../../scripts/pack/schema.ts';
import { terminalOf } from '../../../scripts/pack/terminal.ts';

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'zuoxi-tools-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const ZH = join(RESOURCES, 'packs', 'zh-CN');

interface Ran {
  readonly code: number;
  readonly out: string;
}

function run(...args: readonly string[]): Promise<Ran> {
  return runTyping([], ...args);
}

/** As `run`, by somebody who types these lines. */
async function runTyping(typed: readonly string[], ...args: readonly string[]): Promise<Ran> {
  const lines: string[] = [];
  const input = async function* (): AsyncGenerator<string> {
    for (const line of typed) yield await Promise.resolve(line);
  };
  const code = await runPack(
    args,
    terminalOf('en', (line) => lines.push(line), input),
  );
  return { code, out: lines.join('\n') };
}

const at = (name: string): string => join(folder, name);

test('a pack is begun, built, signed and verified; a file that was altered is not good any more', async () => {
  expect(await run('keys', at('me'))).toMatchObject({ code: 0 });
  expect(statSync(at('me.key')).mode & 0o077).toBe(0);
  expect(await run('keys', at('me'))).toMatchObject({ code: 1 });
  await run('keys', at('you'));
  expect((await run('new', at('branch'), '--name', '上海网点')).code).toBe(0);
  expect((await run('new', at('branch'))).code).toBe(1);
  expect((await run('new', at('2026'))).code).toBe(0);
  expect((await run('build', at('2026'), '--out', at('2026.zxpack'))).code).toBe(0);
  expect((await run('build', at('branch'), '--out', at('a.zxpack'))).out).toMatch(/Next, sign it/u);
  expect(await run('verify', at('a.zxpack'), '--key', at('me.pub'))).toMatchObject({ code: 1 });
  expect(await run('sign', at('a.zxpack'), '--key', at('me.key'))).toMatchObject({ code: 0 });
  expect(await run('verify', at('a.zxpack'), '--key', at('me.pub'))).toMatchObject({ code: 0 });
  expect((await run('verify', at('a.zxpack'), '--key', at('you.pub'))).out).toMatch(/another key/u);
  expect((await run('build', at('branch'), '--key', at('me.key'), '--out', at('b.zxpack'))).code).toBe(0);
  expect(readFileSync(at('b.zxpack'))).toEqual(readFileSync(at('a.zxpack')));
  writeFileSync(at('a.zxpack'), readFileSync(at('a.zxpack'), 'utf8').replace('上海网点', '下海网点'));
  expect((await run('verify', at('a.zxpack'), '--key', at('me.pub'))).out).toMatch(/damaged/u);
  expect((await run('diff', ZH, at('b.zxpack'))).out).toMatch(/name: from “.*” to “上海网点”/u);
  expect((await run('lint', at('branch'), '--no-rules')).out).toBe('Nothing was found.');
});

test('what was built is told with its file, size, version and hash, and what comes next', async () => {
  await run('keys', at('next'));
  await run('new', at('told'), '--name', '城东网点');
  const built = await run('build', at('told'), '--out', folder);
  const file = join(folder, 'told-0.1.0.zxpack');
  const { length } = readFileSync(file);
  const hash = /sha256 ([0-9a-f]{12})…/u.exec(built.out)?.[1] ?? 'none';
  expect(built.out).toBe(
    [
      `${file} was written: 城东网点 0.1.0, ${String(Math.ceil(length / 1024))} KB, sha256 ${hash}…`,
      `Next, sign it (no desk takes it before): npm run pack -- sign ${file} --key PRIVATE.key`,
    ].join('\n'),
  );
  const signed = await run('sign', file, '--key', at('next.key'));
  expect(signed.out).toContain(`${file} is signed, sha256 ${hash}`);
  expect(signed.out).toContain('Next, ');
  expect((await run('build', at('told'), '--key', at('next.key'), '--out', file)).out).toContain('signed');
  const unwritten = await run('build', at('told'), '--out', join(folder, 'no', 'such', 'a.zxpack'));
  expect(unwritten).toMatchObject({ code: 1, out: expect.stringContaining('cannot be written') as string });
});

test('what is asked wrongly is answered with how to ask, and 2', async () => {
  for (const name of Object.keys(packCommands)) {
    const { code, out } = await run(name, '--nonsense');
    expect([name, code, out.startsWith('npm run pack -- ')]).toEqual([name, 2, true]);
  }
  expect((await run('nonsense')).code).toBe(2);
  expect((await run()).code).toBe(0);
  expect((await run('build', at('nowhere'))).code).toBe(1);
  expect((await run('lint', at('nowhere'))).code).toBe(1);
});

test('every command and every finding has its words, in both languages', () => {
  const [zh, en] = [readTexts(RESOURCES, 'author', 'zh-CN'), readTexts(RESOURCES, 'author', 'en')];
  const slots = (texts: typeof zh) =>
    Object.entries(texts).map(([code, text]) => [code, (text.match(/\{\w+\}/gu) ?? []).sort()]);
  expect(slots(zh)).toEqual(slots(en));
  const wanted = [
    ...LINT_CODES.map((code) => `lint.${code}`),
    ...Object.keys(packCommands).flatMap((name) => [`about.${name}`, `usage.${name}`]),
  ];
  expect(wanted.filter((code) => en[code] === undefined)).toEqual([]);
  const known = [...wanted, 'lint.clean', 'lint.sum'];
  expect(Object.keys(en).filter((code) => code.startsWith('lint.') && !known.includes(code))).toEqual([]);
});

test('the schema for editors is that of this program', () => {
  expect(readFileSync(SCHEMA_FILE, 'utf8')).toBe(editorSchema());
});

test('an item that says nothing, or what an item of another rule says, covers no rule', () => {
  const lines = [
    { id: 'a', text: '请您稍等。', rules: ['R-HOLD-1'] },
    { id: 'b', text: '请您稍等！', rules: ['R-HOLD-3'] },
    { id: 'c', text: '……', rules: ['R-HOLD-4'] },
    { id: 'd', text: '请您稍等', rules: ['R-HOLD-1'] },
  ];
  const found = coverageOf({ lines: { greet: lines }, hold: { limitMs: 1, rules: ['R-HOLD-2'] } }, [
    ...['R-HOLD-1', 'R-HOLD-2', 'R-HOLD-3', 'R-HOLD-4', 'R-HOLD-5'],
  ]);
  expect(found.map(({ items, idle }) => [items, idle.map(({ idle: why }) => why?.code)])).toEqual([
    [['lines.greet.a', 'lines.greet.d'], []],
    [['hold'], []],
    [[], ['copied']],
    [[], ['empty']],
    [[], []],
  ]);
});

test('an item by which no desk does anything covers no rule; a group of wording covers its own', () => {
  const judged = { id: 'tone', name: '语气', points: 4, rules: ['R-LST-3'] };
  const told = { id: 'asked', name: '问还有没有别的事', points: 4, check: 'said(close-anything)', rules: ['R-CLO-1'] };
  const counted = { id: 'holds', name: '等待不超时', goal: '95%', rules: ['R-QA-2'] };
  const group = { id: 'cold', rule: 'R-WRD-1', phrases: ['不知道就是不知道'] };
  const pack = { quality: { criteria: [judged, told], measures: [counted] }, wording: { groups: [group] } };
  const found = coverageOf(pack, ['R-LST-3', 'R-CLO-1', 'R-QA-2', 'R-WRD-1']);
  expect(found.map(({ items, idle }) => [items, idle.map(({ idle: why }) => why?.code)])).toEqual([
    [[], ['unread']],
    [['quality.criteria.asked'], []],
    [[], ['unread']],
    [['wording.groups.cold'], []],
  ]);
});

test('the list of rules is read, each once, and coverage ends with how many of them are kept', async () => {
  const ids = readRules('zh-CN')?.map(({ id }) => id) ?? [];
  expect(ids).toHaveLength(91);
  expect(new Set(ids).size).toBe(91);
  expect((await run('coverage', ZH)).out).toMatch(/87 of the 87 rules .*100 %.* 3, and nothing yet 1$/u);
});

test('two packs are compared in words', () => {
  const one = zhPack().pack;
  const other = structuredClone(one) as unknown as { hold: { limitMs: number }; moods: unknown[]; version: string };
  other.hold.limitMs = 30_000;
  other.moods.reverse();
  expect(differencesOf(one, one)).toEqual([]);
  expect(differencesOf(one, other)).toMatchObject([
    { kind: 'moved', path: ['moods'] },
    { kind: 'changed', path: ['hold', 'limitMs'], from: one.hold.limitMs, to: 30_000 },
  ]);
});

test('a contact is walked through in the terminal', async () => {
  const walk = (keys: string, ...args: string[]) => run('preview', ZH, '--keys', keys, ...args);
  const { pack } = zhPack();
  const first = await walk('');
  expect(first.out).toContain(`[${pack.stages[0].short}]`);
  expect(first.out).toMatch(/^ {2}1 {2}.*示?Example company/mu);
  expect((await walk('n n', '--scenario', 'issue')).out).toContain(`[${pack.stages[2]!.short}]`);
  const hold = pack.situations.find(({ id }) => id === pack.hold.situation)!;
  expect((await walk(`/${hold.key}`)).out).toContain(hold.name);
  expect((await walk('zzz')).out).toContain('zzz: not now');
  expect(await walk('', '--scenario', 'nothing')).toMatchObject({ code: 2 });
  expect(first.out).not.toMatch(/[{}]/u);
  // Somebody types: what it is about, then keys, a line at a time.
  const typed = await runTyping(['2', '', 'known', '1', 'n', 'q', 'n'], 'preview', ZH);
  expect(typed.code).toBe(0);
  expect(typed.out).toContain('1 call  2 chat');
  expect(typed.out).toContain(`[${pack.stages[1]!.short}]`);
  expect(typed.out).not.toContain(`[${pack.stages[2]!.short}]`);
  expect(await runTyping(['9'], 'preview', ZH)).toMatchObject({ code: 2 });
});
