import { expect, test } from 'vitest';
import { appKeyOf, shiftedPlace } from '../../../src-renderer/keys/chord.ts';

const event = (key: string, code: string): KeyboardEvent => ({ key, code }) as KeyboardEvent;

test.each([
  ['G', 'KeyG', 'g'],
  ['ц', 'KeyW', 'w'],
  ['３', 'Digit3', '3'],
  [',', 'Comma', ','],
  ['，', 'Comma', ','],
  ['？', 'Slash', '?'],
  ['【', 'BracketLeft', '['],
  ['】', 'BracketRight', ']'],
  ['＋', 'Equal', '+'],
  ['1', 'Numpad1', '1'],
  ['Escape', 'Escape', 'Escape'],
])('%s on %s is the key %s, with any layout and input method', (key, code, name) => {
  expect(appKeyOf(event(key, code))).toBe(name);
});

test('Shift and a digit name a place, whatever sign that makes; with another modifier it is another key', () => {
  const shifted = { key: '！', code: 'Digit1', shiftKey: true, ctrlKey: false, altKey: false, metaKey: false };
  const placeOf = (more: Partial<KeyboardEvent>) => shiftedPlace({ ...shifted, ...more } as KeyboardEvent);
  expect(placeOf({})).toBe(1);
  expect(placeOf({ code: 'Digit0' })).toBeNull();
  expect([placeOf({ ctrlKey: true }), placeOf({ altKey: true }), placeOf({ metaKey: true })]).toEqual([
    null,
    null,
    null,
  ]);
});
