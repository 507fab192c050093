import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepPlaces, placeOnScreen, readPlaces } from '../../../src-main/electron/window-place.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 815 };
const beside = { x: 1440, y: 0, width: 1920, height: 1040 };
const usual = { width: 372, height: 480 };

test('a window returns to where it was, on any of the screens', () => {
  const was = { x: 2000, y: 300, width: 400, height: 500 };
  expect(placeOnScreen(was, [laptop, beside], usual, 'bottom-right')).toEqual(was);
});

test('a window whose screen is gone comes to the first one', () => {
  const was = { x: 2000, y: 300, width: 400, height: 500 };
  expect(placeOnScreen(was, [laptop], usual, 'bottom-right')).toEqual({ x: 1052, y: 344, width: 372, height: 480 });
});

test.each([
  ['above', { x: 100, y: -40, width: 400, height: 500 }],
  ['below', { x: 100, y: 800, width: 400, height: 500 }],
  ['almost beside', { x: 1400, y: 100, width: 400, height: 500 }],
])('a window that could not be taken hold of (%s) is not left there', (_where, was) => {
  expect(placeOnScreen(was, [laptop], usual, 'middle')).toEqual({ x: 534, y: 193, width: 372, height: 480 });
});

test('a window is never larger than the screen', () => {
  const small = { x: 0, y: 0, width: 800, height: 560 };
  expect(placeOnScreen(null, [small], { width: 1280, height: 800 }, 'middle')).toEqual(small);
});

test('places are kept; a file that cannot be read is as good as none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-places-'));
  try {
    const file = join(folder, 'windows.json');
    expect(readPlaces(file)).toEqual({ desk: null, panel: null });
    const places = { desk: laptop, panel: beside };
    keepPlaces(file, places);
    expect(readPlaces(file)).toEqual(places);
    keepPlaces(join(folder, 'gone', 'windows.json'), places);
    writeFileSync(file, '{"desk":{"x":"far"}}');
    expect(readPlaces(file)).toEqual({ desk: null, panel: null });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
