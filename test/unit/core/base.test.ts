import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { compareHybrid, tick } from '#shared/base/hybrid-clock.ts';

describe('the hybrid clock', () => {
  test.each([
    [{ wall: 100, counter: 3 }, 101, { wall: 101, counter: 0 }],
    [{ wall: 100, counter: 3 }, 100, { wall: 100, counter: 4 }],
    [{ wall: 100, counter: 3 }, 40, { wall: 100, counter: 4 }],
  ])('after %j at %d reads %j', (last, now, next) => {
    expect(tick(last, now)).toEqual(next);
  });

  test('only ever goes on, whatever the wall clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 })), (walls) => {
        let last = { wall: 0, counter: 0 };
        for (const wall of walls) {
          const next = tick(last, wall);
          expect(compareHybrid(last, next)).toBeLessThan(0);
          last = next;
        }
      }),
    );
  });
});

describe('canonical JSON', () => {
  test('has one text for one value', () => {
    expect(canonicalJson({ b: [1, 'ä', null, undefined], a: { z: true, y: undefined }, 10: '中', 9: '' })).toBe(
      '{"10":"中","9":"","a":{"z":true},"b":[1,"ä",null,null]}',
    );
  });

  test('does not depend on the order of the keys, and says the same as JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
