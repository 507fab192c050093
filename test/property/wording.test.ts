import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileWording } from '#shared/domain/wording/check.ts';
import { WORDING_CONTEXTS } from '#shared/domain/wording/policy.ts';
import { readWordingCorpus } from '#kit/wording-corpus.ts';
import { defaultWording } from '#kit/wording-policy.ts';

const policy = defaultWording();
const checker = compileWording(policy);

const corpus = readWordingCorpus();
const context = fc.constantFrom(...WORDING_CONTEXTS);

/** Parts of real texts, of the policy's own signs and anything else. */
const part = fc.oneof(
  fc.constantFrom(...corpus.map(({ text }) => text)),
  fc.constantFrom(
    '客户说',
    '您说的',
    '“',
    '”',
    '"',
    '《',
    '》',
    '「',
    '：',
    '，',
    '。',
    '\n',
    ' ',
    '100%',
    '保证',
    '\u200b',
    '\ud83d',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));

test('any text is answered, and every hit says where in the text it is', () => {
  fc.assert(
    fc.property(text, context, (given, name) => {
      const hits = checker.check(given, name);
      for (const { start, end, text: found } of hits) {
        expect(found).toBe(given.slice(start, end));
        expect(found).not.toBe('');
      }
      expect([...hits].sort((a, b) => a.start - b.start || b.end - a.end)).toEqual(hits);
    }),
    { numRuns: 600 },
  );
});

test('a customer’s own words are never flagged', () => {
  fc.assert(fc.property(text, (given) => checker.check(given, 'quoted_customer').length === 0));
});

/** The forbidden phrases of R-WRD-1 as they stand there. */
const forbidden = [
  ...['随便', '说啦', '讲啦', '行不行', '究竟', '怎么还不明白', '急什么别催我', '快点说', '你先别吵', '让我说完你再讲'],
  ...[
    '刚才不是已经告诉你了吗',
    '不知道就是不知道',
    '大声点这么小声根本听不见',
    '没得解释就是这么规定的',
    '我说你又不相信',
  ],
  ...['你听我说', '不关我的事找快递去', '不属于我的范围我不管', '我不知道我不清楚', '你问我我问谁', '就这样吧我挂了'],
];
const separator = fc.oneof(
  fc.constantFrom(
    '',
    '',
    ' ',
    '　',
    '-',
    '_',
    '.',
    '·',
    '*',
    '，',
    '、',
    '。',
    '！',
    '？',
    '…',
    '——',
    '~',
    '/',
    '|',
    '\u200b',
    '\u2060',
    '😀',
    '（',
    '”',
  ),
);
const particle = fc.constantFrom('', '', '啊', '呀', '呢', '嘛', '哦', '哈');

/** Puts what `between` gives between the letters of a phrase. */
const spread = (between: fc.Arbitrary<string>): fc.Arbitrary<{ phrase: string; spreadOut: string }> =>
  fc.constantFrom(...forbidden).chain((phrase) =>
    fc.array(between, { minLength: phrase.length, maxLength: phrase.length }).map((gaps) => ({
      phrase,
      spreadOut: [...phrase].map((letter, index) => (index === 0 ? letter : `${gaps[index] ?? ''}${letter}`)).join(''),
    })),
  );

test('a forbidden phrase is found whatever separates its letters', () => {
  fc.assert(
    fc.property(spread(separator), fc.constantFrom('agent_note', 'agent_chat'), ({ spreadOut }, name) => {
      expect(checker.check(spreadOut, name).map(({ rule }) => rule)).toContain('R-WRD-1');
    }),
    { numRuns: 500 },
  );
});

test('a forbidden phrase is found whatever particles stand between its letters', () => {
  const spoken = forbidden.filter((phrase) => ![...phrase].some((letter) => policy.particles.includes(letter)));
  fc.assert(
    fc.property(spread(particle), ({ phrase, spreadOut }) => {
      fc.pre(spoken.includes(phrase));
      expect(checker.check(spreadOut).map(({ rule }) => rule)).toContain('R-WRD-1');
    }),
  );
});

test('what is found does not depend on full-width forms and capitals', () => {
  const wide = (given: string): string =>
    given.replace(/[!-~]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0));
  // Marks and labels are another thing when they are wide.
  const plain = fc.constantFrom(...corpus.filter((each) => !/["'<>.,:;!?()[\]]/.test(each.text)));
  fc.assert(
    fc.property(plain, ({ text: given, context: name }) => {
      const rules = (version: string): readonly string[] => checker.check(version, name).map(({ rule }) => rule);
      expect(rules(wide(given.toUpperCase()))).toEqual(rules(given));
    }),
    { numRuns: 300 },
  );
});
