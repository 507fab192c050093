import { describe, expect, test } from 'vitest';
import { probesFor } from '#shared/domain/pack/helps/probes.ts';
import { findTerms } from '#shared/domain/pack/helps/terms.ts';
import { worriesIn } from '#shared/domain/pack/helps/worries.ts';
import { offerLines } from '#shared/domain/pack/offer.ts';
import { contactAfter, defaultPack, inbound, matter } from './desk.ts';

const glossary = [
  { term: '缓存', also: ['清缓存', 'Cache'], plain: '临时资料' },
  { term: '恢复出厂设置', plain: '变回刚买来时的样子' },
  { term: '恢复', plain: '变回来' },
  { term: 'AR', plain: '叠在眼前的画面' },
];
const found = (text: string) => findTerms(glossary, text).map(({ start, end }) => text.slice(start, end));

describe('R-SAY-2: words of the trade', () => {
  test.each([
    ['先清缓存，再恢复出厂设置', ['清缓存', '恢复出厂设置']],
    ['把它恢复一下', ['恢复']],
    ['CACHE 满了', ['CACHE']],
    ['WARN 不是 ar，ar2 也不是', ['ar']],
    ['缓存缓存', ['缓存', '缓存']],
    ['', []],
    ['İ 变小写会变长，缓存', []],
  ])('in “%s” are %j', (text, words) => {
    expect(found(text)).toEqual(words);
  });
});

const worry = {
  id: 'date',
  words: ['什么时候', '几号', '快递'],
  times: 3,
  need: '怕赶不上',
  lines: [{ id: 'track', text: '我帮您盯着。' }],
};
const probe = {
  id: 'when',
  name: '时段',
  words: ['晚上'],
  question: '是晚上几点？',
  choices: ['八点前', '八点后'],
  field: 'occurred-at',
};
const pack = { ...defaultPack(), worries: [worry], probes: [probe] };

describe('R-LST-5: a worry', () => {
  const of = (facts: string, feelings = '') =>
    worriesIn(pack, 'issue', { facts, feelings, demand: facts }).map(({ id }) => id);

  test('is behind words that were noted often enough, in any of the notes', () => {
    expect([of('问什么时候到，问几号'), of('问什么时候到，问几号', '快递太慢'), of('快递快递快递')]).toEqual([
      [],
      ['date'],
      ['date'],
    ]);
  });

  test('offers its lines after all others, until it is waved away', () => {
    const state = contactAfter(pack, [...inbound('issue'), { type: 'enter-stage', stage: 'listen' }]);
    const noted = matter({ fields: { facts: '什么时候到？几号？快递呢？' } });
    const plain = offerLines(pack, state, matter()).map(({ line }) => line.id);
    const offered = offerLines(pack, state, noted);
    expect(offered.map(({ line }) => line.id)).toEqual([...plain, 'track']);
    expect(offered.at(-1)?.worry).toBe(true);
    expect(offerLines(pack, state, noted, new Set(['date'])).map(({ line }) => line.id)).toEqual(plain);
  });
});

describe('R-LST-4: a question that pins it down', () => {
  const state = contactAfter(pack, inbound('issue'));
  const asked = (fields: Readonly<Record<string, string>>) =>
    probesFor(pack, state, matter({ fields })).map(({ id }) => id);

  test('is asked once its word was noted, until its field is filled in', () => {
    expect([asked({}), asked({ facts: '昨天晚上' }), asked({ facts: '晚上', 'occurred-at': '八点后' })]).toEqual([
      [],
      ['when'],
      [],
    ]);
  });

  test('the one whose word was noted comes before one that is asked of everybody, whichever stands first', () => {
    const general = {
      id: 'often',
      name: '多久一次',
      question: '是一直这样吗？',
      choices: ['是', '否'],
      field: 'symptom',
    };
    const both = { ...pack, probes: [general, probe] };
    const of = (facts: string) => probesFor(both, state, matter({ fields: { facts } })).map(({ id }) => id);
    expect([of('断线'), of('晚上断线')]).toEqual([['often'], ['when', 'often']]);
  });

  test.each([
    ['云杉 T2 耳机', 'symptom-earphone'],
    ['山月 P1 投影仪', 'symptom-projector'],
    ['青禾 K5 路由器', 'symptom-router'],
    ['小满 A3 扫地机', 'symptom-cleaner'],
    ['充电器', 'symptom-how-often'],
  ])('in the default pack, of %s it is asked what goes wrong with such a thing', (product, id) => {
    const known = defaultPack();
    const issue = contactAfter(known, inbound('issue'));
    expect(probesFor(known, issue, matter({ fields: { product } }))[0]?.id).toBe(id);
  });

  test('is not asked where the form has no such field, nor when nobody talks', () => {
    const noted = matter({ fields: { facts: '晚上' } });
    const consult = contactAfter(pack, inbound('consult'));
    const ended = contactAfter(pack, [...inbound('issue'), { type: 'end', by: 'customer' }]);
    const waiting = contactAfter(pack, [...inbound('issue'), { type: 'start-hold', reason: null }]);
    expect([consult, ended, waiting].map((each) => probesFor(pack, each, noted))).toEqual([[], [], []]);
  });
});
