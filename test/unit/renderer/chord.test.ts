import { expect, test } from 'vitest';
import { appKeyOf } from '../../../src-renderer/keys/chord.ts';

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
