import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkExpression, type Vocabulary } from '#shared/domain/pack/expression/check.ts';
import { DEEPEST_EXPRESSION, LONGEST_EXPRESSION } from '#shared/domain/pack/expression/expression.ts';
import { holds, type ExpressionFacts } from '#shared/domain/pack/expression/evaluate.ts';
import { expressionOf } from '#shared/domain/pack/expression/expression-of.ts';
import { parseExpression } from '#shared/domain/pack/expression/parse.ts';
import { wantedOf } from '#shared/domain/pack/expression/wanted.ts';

const values: Readonly<Record<string, string | number | boolean>> = {
  scenario: 'issue',
  mood: 2,
  silenceRanOut: true,
  'case.product': '云杉 T2 耳机',
};
const facts: ExpressionFacts = {
  value: (fact) => values[fact] ?? '',
  said: (line) => line === 'greet-call',
  reached: (stage) => stage === 'listen',
};
const so = (text: string): boolean => holds(expressionOf(text), facts);

describe('an expression', () => {
  test.each([
    ['scenario == issue', true],
    ['scenario != issue', false],
    ['scenario in [consult, issue]', true],
    ['mood >= 2 and mood < 3', true],
    ['mood > 2', false],
    ['not silenceRanOut', false],
    ["case.product contains '耳机'", true],
    ['said(greet-call) and not said(greet-other)', true],
    ['reached(solve) or filled(case.product)', true],
    ['filled(case.model)', false],
    ['mood > 2 or scenario == issue and silenceRanOut', true],
    ['(mood > 2 or scenario == issue) and not (silenceRanOut)', false],
  ])('%s: %s', (text, expected) => expect(so(text)).toBe(expected));

  test.each([
    ['', 'ends-too-soon', 0],
    ['mood >=', 'ends-too-soon', 7],
    ['mood >= 1 and', 'ends-too-soon', 13],
    ['mood >= 1 mood', 'unexpected', 10],
    ['(mood >= 1', 'ends-too-soon', 10],
    ['mood & 1', 'unexpected', 5],
    ["case.product contains '耳", 'text-not-ended', 22],
    ['case.product contains 耳机', 'unexpected', 22],
    ['eval(mood)', 'no-such-question', 0],
    ['and', 'unexpected', 0],
    [`${'('.repeat(DEEPEST_EXPRESSION + 1)}mood${')'.repeat(DEEPEST_EXPRESSION + 1)}`, 'too-deep', DEEPEST_EXPRESSION],
    [`${'not '.repeat(DEEPEST_EXPRESSION + 1)}mood`, 'too-deep', 4 * DEEPEST_EXPRESSION],
    ['a'.repeat(LONGEST_EXPRESSION + 1), 'too-long', LONGEST_EXPRESSION],
  ])('%j is refused where it goes wrong', (text, code, at) => {
    const parsed = parseExpression(text);
    expect(parsed.ok ? null : [parsed.error.code, parsed.error.at]).toEqual([code, at]);
    expect(so(text)).toBe(false);
  });

  const vocabulary: Vocabulary = {
    facts: new Map([
      ['scenario', { kind: 'choice', values: ['consult', 'issue'] }],
      ['mood', { kind: 'number' }],
      ['silenceRanOut', { kind: 'flag' }],
      ['case.product', { kind: 'text' }],
    ]),
    lines: new Set(['greet-call']),
    stages: new Set(['listen']),
  };
  test.each([
    ['moods >= 1', 'no-such-fact', 0],
    ['mood >= 1 and scenario == issues', 'no-such-value', 14],
    ['scenario in [consult, nothing]', 'no-such-value', 0],
    ['scenario > consult', 'not-ordered', 0],
    ['mood == high', 'not-a-number', 0],
    ['mood', 'not-a-flag', 0],
    ['silenceRanOut == yes', 'no-such-value', 0],
    ["scenario contains 'iss'", 'not-a-text', 0],
    ['said(greet-nobody)', 'no-such-value', 0],
    ['not reached(greet)', 'no-such-value', 4],
    ['filled(case.colour)', 'no-such-value', 0],
  ])('%s is no sentence of this pack', (text, code, at) => {
    const parsed = parseExpression(text);
    expect(parsed.ok && checkExpression(parsed.value, vocabulary).map((fault) => [fault.code, fault.at])).toEqual([
      [code, at],
    ]);
  });

  it('says plainly which values it wants', () => {
    const wanted = (text: string) => wantedOf(expressionOf(text), 'scenario');
    expect([
      wanted('scenario == issue'),
      wanted('mood > 1 and scenario in [issue, consult]'),
      wanted('mood > 1'),
    ]).toEqual([['issue'], ['issue', 'consult'], null]);
  });

  const words = [
    'scenario',
    'mood',
    'and',
    'or',
    'not',
    'in',
    '(',
    ')',
    '[',
    ']',
    ',',
    '==',
    '>=',
    'contains',
    "'耳机'",
    '2',
  ];
  it('is read or refused, and answers, whatever it is made of', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...words, 'said(greet-call)'), { maxLength: 60 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (source) => {
        const parsed = parseExpression(source);
        if (!parsed.ok) {
          expect(parsed.error.at).toBeLessThanOrEqual(source.length);
          return;
        }
        expect(checkExpression(parsed.value, vocabulary).every(({ at }) => at < source.length)).toBe(true);
        expect(typeof holds(parsed.value.expression, facts)).toBe('boolean');
      }),
      { numRuns: 3000 },
    );
  });
});
