import { describe, expect, test } from 'vitest';
import type { WordingHit } from '#shared/domain/wording/check.ts';
import type { StoppedHit } from '#shared/domain/pack/own-words.ts';
import { betterFills } from '../../../src-renderer/lines/better-fills.ts';
import { carried, fitted, hitNear, keptSelection, piecesOf, replaced } from '../../../src-renderer/wording/hits.ts';

function hit(text: string, found: string, from = 0): WordingHit {
  const start = text.indexOf(found, from);
  return {
    ...{ start, end: start + found.length, text: found, rule: 'R-WRD-1', kind: 'forbidden' },
    ...{ reason: '敷衍', better: '您看呢' },
  };
}

describe('a text with hits', () => {
  const text = '说随便，再说行不行';
  const hits = [hit(text, '随便'), hit(text, '行不行')];

  test('is cut at them, and nothing of it is lost', () => {
    const pieces = piecesOf(text, hits);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.filter((piece) => piece.hit !== null).map((piece) => piece.text)).toEqual(['随便', '行不行']);
  });

  test('is drawn once where two rules find overlapping words', () => {
    const overlapping = [hit(text, '随便，再'), hit(text, '便，再说')];
    expect(piecesOf(text, overlapping).map((piece) => piece.text)).toEqual(['说', '随便，再', '说', '行不行']);
  });

  test('speaks of the hit at the caret, else of the last before it, else of the first', () => {
    expect([0, 1, 3, 5, 6, 9].map((caret) => hitNear(hits, caret))).toEqual([0, 0, 0, 0, 1, 1]);
  });

  test('keeps its hits under their words while something is composed before, between or behind them', () => {
    const found = (after: string): readonly string[] =>
      carried(hits, text, after).map(({ start, end }) => after.slice(start, end));
    expect(found(`ni${text}`)).toEqual(['随便', '行不行']);
    expect(found(text.replace('，', '，ni'))).toEqual(['随便', '行不行']);
    expect(found(`${text}ni`)).toEqual(['随便', '行不行']);
    expect(found(text.replace('随便', '随ni便'))).toEqual(['行不行']);
    expect(found('')).toEqual([]);
  });
});

describe('a hit that is replaced', () => {
  const text = '说随便了';
  const at = hit(text, '随便');

  test('is gone, and nothing else', () => {
    expect(replaced(text, at, '您看呢')).toBe('说您看呢了');
  });

  test.each([
    ['before it', 1, 1],
    ['inside it', 2, 4],
    ['right behind it', 3, 4],
    ['at the end', 4, 5],
  ])('leaves a caret %s where it was in the text', (_where, caret, then) => {
    expect(keptSelection({ start: caret, end: caret }, at, 3)).toEqual({ start: then, end: then });
  });

  test('leaves what was selected around it selected', () => {
    expect(keptSelection({ start: 0, end: 4 }, at, 3)).toEqual({ start: 0, end: 5 });
    expect(keptSelection({ start: 2, end: 4 }, at, 3)).toEqual({ start: 1, end: 5 });
  });
});

describe('better words that are a sentence, in the middle of a text', () => {
  test.each([
    ['说随便，再说', '您看呢？', '说您看呢，再说'],
    ['说随便。再说', '您看呢？', '说您看呢？再说'],
    ['说随便！', '我来办。', '说我来办。'],
    ['说随便；再说', '我来办', '说我来办；再说'],
    ['说随便。', '我来办', '说我来办。'],
    ['说随便了', '我来办。', '说我来办。了'],
    ['说随便', '我来办。', '说我来办。'],
  ])('“%s” with “%s” ends with one mark', (text, better, then) => {
    const fit = fitted(text, hit(text, '随便'), better);
    expect(replaced(text, fit.place, fit.better)).toBe(then);
  });
});

describe('what the slots of a stopped line would hold', () => {
  const stopped = (found: string, slots: readonly string[], better: string | null = '您看呢'): StoppedHit => ({
    ...hit(found, found),
    ...{ slots, better },
  });
  const values: Readonly<Record<string, string>> = { 'case.plan': '随便，行不行' };
  const valueOf = (slot: string): string | null => values[slot] ?? null;

  test('each hit is put better', () => {
    expect(betterFills([stopped('随便', ['case.plan']), stopped('行不行', ['case.plan'])], valueOf)).toEqual({
      'case.plan': '您看呢，您看呢',
    });
  });

  test('nothing is, where one of them cannot be', () => {
    const good = stopped('随便', ['case.plan']);
    expect(betterFills([good, stopped('行不行', ['case.plan'], null)], valueOf)).toBeNull();
    expect(betterFills([good, stopped('行不行', ['case.plan', 'case.demand'])], valueOf)).toBeNull();
    expect(betterFills([good, stopped('绝对', ['case.plan'])], valueOf)).toBeNull();
    expect(betterFills([stopped('随便', ['hold.reason'])], valueOf)).toBeNull();
  });
});
