import { expect, test } from 'vitest';
import type { PackLine } from '#shared/domain/pack/schema.ts';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { zhPack } from '#kit/desk.ts';
import { everyLine, findLines } from '../../../src-renderer/scripts/every-line.ts';
import { TextIndex } from '../../../src-renderer/ui/text-index.ts';

const matches = (text: string, wanted: string): boolean => new TextIndex([{ read: [text] }]).find(wanted, 1).length > 0;

test.each([
  ['请稍等', 'qsd'],
  ['您好，请问需要帮助吗？', 'nhqw'],
  ['您好，请问需要帮助吗？', '帮助'],
  ['欧阳女士', 'oyns'],
  ['云杉 T2 耳机', 'yst2ej'],
  ['YS-T2', 'ys-t'],
  ['请稍等，我查一下', 'qingshao'],
  ['请稍等，我查一下', 'chayixia'],
  ['绿色通道', 'lvse'],
  ['重庆女士', 'nvshi'],
  ['阿姨八十岁，在二楼', 'aybssz'],
])('%s is found by %s', (text, wanted) => {
  expect(matches(text, wanted)).toBe(true);
});

test.each([
  ['请稍等', 'qds'],
  ['请稍等', 'q'],
  ['请稍等', 'aodeng'],
  ['请稍等', '稍后'],
  ['138****0001', 'qsd'],
  ['', 'qs'],
])('%s is not found by %s', (text, wanted) => {
  expect(matches(text, wanted)).toBe(false);
});

const line = (id: string, more: Partial<PackLine> = {}): PackLine => ({
  id,
  text: `${id}的{case.product|东西}`,
  ...more,
});

test('every line of the pack can be searched, those that soothe among them', () => {
  const { pack } = zhPack();
  const ids = everyLine(pack, { soothing: '安抚', remedies: '补偿' }).map(({ line: { id } }) => id);
  expect(new Set(ids)).toEqual(new Set(allLines(pack).map(({ id }) => id)));
});

test('lines are found by words, wordings, tags, remarks and pinyin; those that say it come first, none twice', () => {
  const lines = [
    line('退款到账'),
    line('甲', { variants: ['很快给您退款'] }),
    line('乙', { tags: ['退款'] }),
    line('丙', { note: '客户提到退款时用', avoid: '催促' }),
    line('丁'),
  ];
  const found = (wanted: string, limit = 9) => findLines(lines, wanted, limit).map(({ id }) => id);
  expect(found('退款')).toEqual(['退款到账', '甲', '乙', '丙']);
  expect(found('tuikuan')).toEqual(['退款到账', '甲', '乙']);
  expect([found('TK', 2), found('催促'), found('product'), found(' '), found('x\n')]).toEqual([
    ['退款到账', '甲'],
    ['丙'],
    [],
    [],
    [],
  ]);
});
