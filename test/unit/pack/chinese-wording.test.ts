import { describe, expect, it } from 'vitest';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { shippedPack } from './desk.ts';

/** What is said besides the slots; a fallback is said, so it stays. */
function plain(text: string): string {
  return text.replaceAll(/\{[a-zA-Z0-9.-]+(?:\|([^{}|]*))?\}/g, '$1');
}

describe.each(['zh-CN', 'zh-CN-bank-card'] as const)('what %s says', (name) => {
  const pack = shippedPack(name);
  const said = [
    ...allLines(pack).flatMap(({ text, variants = [] }) => [text, ...variants]),
    ...pack.glossary.flatMap(({ plain: words, like }) => [words, like ?? words]),
    ...pack.probes.map(({ question }) => question),
  ].map(plain);
  const saying = (words: RegExp): readonly string[] => said.filter((text) => words.test(text));

  it('has none of the forbidden phrases (R-WRD-1)', () => {
    const forbidden =
      /随便|说啦|讲啦|行不行|究竟|怎么还不明白|急什么|别催|快点说|先别吵|让我说完|不是已经告诉你|不知道就是|大声点|没得解释|就是这么规定|你又不相信|你听我说|不关我的事|不属于我的范围|我不知道|我不清楚|你问我|就这样吧|我挂了/;
    expect(saying(forbidden)).toEqual([]);
    expect(saying(/^(喂|嗯|啊|哈|什么)[，。？！]?$/)).toEqual([]);
  });

  it('promises nothing that cannot be kept (R-WRD-4), and no time that is none (R-CB-6)', () => {
    expect(saying(/保证|绝对|百分之百|100%|最(?!后|低还款)|一定|肯定|永远/)).toEqual([]);
    expect(saying(/尽快|稍后|马上|立刻|过一会|过两天|改天/)).toEqual([]);
  });

  it('speaks to the customer as 您, never commands (R-WRD-3)', () => {
    expect(saying(/你|必须|不准(?!确)|不许|闭嘴/)).toEqual([]);
  });

  it('asks for no number while the customer still tells the story (R-ANS-9)', () => {
    const [opening, listening] = pack.stages;
    const early = [...pack.lines[opening.id]!, ...pack.lines[listening!.id]!];
    const asking = early.filter(({ text, variants = [] }) =>
      [text, ...variants].some((words) => /订单|单号|(?<!完整的)卡号/.test(words)),
    );
    expect(asking.map(({ id }) => id)).toEqual([]);
  });

  it('ends a sentence as a sentence, in Chinese punctuation', () => {
    expect(said.filter((text) => !/[。？！]$/.test(text))).toEqual([]);
    expect(saying(/[,;!?]/)).toEqual([]);
  });
});
