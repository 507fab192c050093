import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineOf, progressOf } from '#shared/domain/contact/state.ts';
import { lintPack } from '#shared/domain/pack/lint/lint.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { zhPack } from '#kit/desk.ts';
import { PreviewWalk } from '../../scripts/pack/preview-walk.ts';

const { pack } = zhPack();

const start = fc.record({
  channel: fc.constantFrom('call' as const, 'chat' as const),
  direction: fc.constantFrom('inbound' as const, 'outbound' as const),
  customer: fc.constantFrom('new' as const, 'known' as const, 'returning' as const, 'same-day' as const),
  scenario: fc.constantFrom(null, ...pack.scenarios.map(({ id }) => id)),
});

const key = fc.oneof(
  fc.constantFrom('n', 'p', '.', 'h', 'u', 'r'),
  fc.integer({ min: 1, max: 9 }).map(String),
  fc.constantFrom(...pack.situations.map((situation) => `/${situation.key}`)),
  fc.nat(pack.moods.length - 1).map((place) => `m${String(place + 1)}`),
  fc.nat(pack.scenarios.length - 1).map((place) => `s${String(place + 1)}`),
  fc.nat(pack.departments.length - 1).map((place) => `d${String(place + 1)}`),
  fc.constantFrom(...pack.callback.presets.map((preset) => `b${preset.key}`)),
);

/** Where an agent talks to the customer; a stage of a talk with somebody else is left for its own situation. */
function talks(walk: PreviewWalk): boolean {
  const line = lineOf(walk.state)?.kind;
  const progress = progressOf(walk.state);
  return progress?.party === 'customer' && (line === undefined || line === 'connected');
}

function isSilentSomewhere(of: Pack, from: typeof start, keys: fc.Arbitrary<string[]>): boolean {
  const run = fc.check(
    fc.property(from, keys, (begin, pressed) => {
      const walk = new PreviewWalk(of, begin);
      for (const each of pressed) {
        walk.press(each);
        if (talks(walk)) expect(walk.lines()).not.toEqual([]);
      }
    }),
    { numRuns: 400 },
  );
  return run.failed;
}

test('where lint finds no dead end, an agent who presses whatever keys always has something to say', () => {
  expect(lintPack(pack, { rules: null }).filter(({ code }) => code === 'dead-end')).toEqual([]);
  expect(isSilentSomewhere(pack, start, fc.array(key, { maxLength: 25 }))).toBe(false);
});

test('a dead end that lint finds is one that such an agent comes to', () => {
  const [first, ...others] = pack.situations;
  const spoiled: Pack = {
    ...pack,
    situations: [{ ...first!, lines: first!.lines.map((line) => ({ ...line, when: 'mood >= 2' })) }, ...others],
  };
  const found = lintPack(spoiled, { rules: null }).filter(({ code }) => code === 'dead-end');
  expect(found.map(({ path }) => path)).toEqual([`situations.${first!.id}`]);
  expect(isSilentSomewhere(spoiled, start, fc.array(key, { maxLength: 25 }))).toBe(true);
});
