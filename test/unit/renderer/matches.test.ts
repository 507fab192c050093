import { expect, test } from 'vitest';
import { zhPack } from '#kit/desk.ts';
import { everyLine } from '../../../src-renderer/scripts/every-line.ts';
import { matches } from '../../../src-renderer/ui/matches.ts';

test.each([
  ['请稍等', 'qsd'],
  ['您好，请问需要帮助吗？', 'nhqw'],
  ['您好，请问需要帮助吗？', '帮助'],
  ['欧阳女士', 'oyns'],
  ['云杉 T2 耳机', 'yst2ej'],
  ['YS-T2', 'ys-t'],
  ['阿姨八十岁，在二楼', 'aybssz'],
])('%s is found by %s', (text, wanted) => {
  expect(matches(text, wanted)).toBe(true);
});

test.each([
  ['请稍等', 'qds'],
  ['请稍等', 'q'],
  ['请稍等', '稍后'],
  ['138****0001', 'qsd'],
  ['', 'qs'],
])('%s is not found by %s', (text, wanted) => {
  expect(matches(text, wanted)).toBe(false);
});

test('every line of the pack can be searched, those that soothe among them', () => {
  const { pack } = zhPack();
  const ids = everyLine(pack, '安抚').map(({ line }) => line.id);
  const all = [...Object.values(pack.lines).flat(), ...pack.soothing.lines, ...pack.situations.flatMap((s) => s.lines)];
  expect(new Set(ids)).toEqual(new Set(all.map(({ id }) => id)));
});
