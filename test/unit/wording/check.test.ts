import { describe, expect, test } from 'vitest';
import { compileWording } from '#shared/domain/wording/check.ts';
import { wordingPolicySchema } from '#shared/domain/wording/policy.ts';
import { allLines } from '#shared/domain/pack/vocabulary.ts';
import { zhPack } from '#kit/desk.ts';
import { defaultWording } from '#kit/wording-policy.ts';

const policy = defaultWording();
const checker = compileWording(policy);

describe('a hit', () => {
  test('has its place in the text that was given, its rule, its reason and what to say instead', () => {
    const { reason, better } = policy.groups.find(({ id }) => id === 'casual')!;
    const text = '😀您好，ｏｋ隨　便！';
    expect(checker.check(text)).toEqual([
      { start: 7, end: 10, text: '隨　便', rule: 'R-WRD-1', kind: 'forbidden', reason, better },
    ]);
  });

  test('is one for each place, in the order of the text', () => {
    expect(checker.check('随便您，究竟要哪个').map(({ text, rule }) => [text, rule])).toEqual([
      ['随便', 'R-WRD-1'],
      ['究竟', 'R-WRD-1'],
    ]);
  });

  test('is found in a text that is nothing else but spaces', () => {
    for (const space of [' ', '\n', '　']) {
      const text = `随便${space.repeat(1_000_000)}`;
      expect(checker.check(text, 'agent_note').map(({ text: found }) => found)).toEqual(['随便']);
    }
  });

  test('of a longer phrase takes the place of the shorter one in it', () => {
    expect(checker.check('急什么，别催我').map(({ text }) => text)).toEqual(['急什么，别催我']);
  });

  test('of two rules may stand in the same place', () => {
    expect(checker.check('我保证给您全额退款').map(({ rule }) => rule)).toEqual(['R-WRD-4', 'R-WRD-5']);
  });

  test('is not what could only be put better where something must not be said', () => {
    expect(checker.check('我不管，您找厂家去').map(({ rule }) => rule)).toEqual(['R-WRD-1', 'R-WRD-1']);
  });
});

describe('the context', () => {
  test('of a customer’s own words finds nothing', () => {
    expect(checker.check('随便，你们必须给我退款', 'quoted_customer')).toEqual([]);
  });

  test('is a chat when none is given', () => {
    const text = '这个解决不了，没办法';
    expect(checker.check(text)).toEqual(checker.check(text, 'agent_chat'));
    expect(checker.check(text).map(({ rule }) => rule)).toEqual(['R-SAY-3', 'R-SAY-3']);
    expect(checker.check(text, 'agent_note')).toEqual([]);
  });

  test('of a note leaves what a customer said to the customer', () => {
    const found = (text: string): readonly string[] => checker.check(text, 'agent_note').map((hit) => hit.text);
    expect(found('客户说究竟什么时候发，我回他随便。究竟谁管')).toEqual(['随便', '究竟']);
  });
});

describe('the courtesy of a chat (R-WRD-2)', () => {
  test.each([
    [['您好，请问有什么可以帮您', '感谢您的来访，祝您生活愉快'], true, true],
    [['王女士，下午好！', '谢谢您的耐心等待', '资料发您了'], true, true],
    [['什么问题', '好的'], false, false],
    [['Hello，我是小周', '再见'], true, true],
    [['', '  ', '您好', '好了'], true, false],
    [['这个我看一下，稍等一会儿，订单号再发我一遍，谢谢您，您好'], false, true],
    [[], false, false],
  ])('of %j: greets %s, closes %s', (messages, greets, closes) => {
    expect(checker.courtesy(messages)).toEqual({ greets, closes });
  });
});

describe('a policy', () => {
  const refused = (change: object): readonly string[] =>
    wordingPolicySchema
      .safeParse({ ...policy, ...change })
      .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
  const group = policy.groups[0]!;

  test.each(['(随便', '随便)', '*随便', '随便*', '随*~便', '[随便]', '^', '随{便', 'a^b', '!!(|)'])(
    'whose phrase %j cannot be read is refused with its place',
    (phrase) => {
      const issues = refused({ groups: [{ ...group, phrases: ['随便', phrase] }] });
      expect(issues).toHaveLength(1);
      expect(issues[0]).toMatch(/^groups\.0\.phrases\.1 (form-phrase|no-such-set)$/);
    },
  );

  test('that names a set it does not have is refused', () => {
    expect(refused({ harmless: ['{nobody}说'] })).toEqual(['harmless.0 no-such-set']);
  });

  test('with sets that lead in a circle is refused', () => {
    expect(refused({ sets: { ...policy.sets, a: ['{b}'], b: ['{a}'] } })).not.toEqual([]);
  });

  test('whose phrases together would fill the memory is refused, once, where it became too much', () => {
    const many = Array.from({ length: 60 }, (_, index) => `第${String(index)}`);
    const phrases = Array.from({ length: 200 }, (_, index) => `{many}{many}在${String(index)}`);
    const found = refused({ sets: { ...policy.sets, many }, groups: [{ ...group, phrases }] });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^groups\.0\.phrases\.\d+ too-many-ways$/u);
  });

  test('with one set in another, which says nothing but takes for ever, is refused', () => {
    const sets: Record<string, string[]> = { z0: ['()'] };
    for (let level = 1; level < 10; level += 1) sets[`z${String(level)}`] = [`{z${String(level - 1)}}`.repeat(90)];
    expect(refused({ sets: { ...policy.sets, ...sets } })).toContainEqual(expect.stringContaining('too-many-ways'));
  });

  test('with sets of sets that grow without end is refused', () => {
    const names = 'abcdefghijk'.split('');
    const sets = Object.fromEntries(
      names.map((name, index) => [
        name,
        Array.from({ length: 20 }, (_, way) => `{${names[index + 1] ?? 'last'}}${way}`),
      ]),
    );
    expect(refused({ sets: { ...policy.sets, last: ['x'], ...sets } })).not.toEqual([]);
  });

  test('takes plain phrases of a supervisor as they are', () => {
    const phrases = ['亲亲', '么么哒!'];
    const own = compileWording({ ...policy, groups: [{ ...group, phrases, unless: [] }] });
    expect(own.check('亲 亲，么么哒~').map(({ text }) => text)).toEqual(['亲 亲', '么么哒']);
  });

  test('finds nothing in the lines of the default pack, which are what to say', () => {
    const texts = allLines(zhPack().pack).flatMap(({ text, variants = [] }) => [text, ...variants]);
    expect(texts.length).toBeGreaterThan(100);
    const flagged = texts.flatMap((text) =>
      checker
        .check(text)
        // Of sensitive matters the lines of a pack are the approved words (R-WRD-5).
        .filter(({ kind }) => kind !== 'sensitive')
        .map((hit) => [text, hit.rule, hit.text]),
    );
    expect(flagged).toEqual([]);
  });

  test('offers better wordings in which nothing is found', () => {
    const offered = [...policy.groups, ...policy.answers].flatMap(({ better }) => better ?? []);
    expect(offered.flatMap((text) => checker.check(text).map((hit) => [text, hit.text]))).toEqual([]);
  });
});
