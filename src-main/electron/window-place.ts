import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';
import { z } from 'zod';
import type { WindowKind } from './origin.ts';

const rectangleSchema = z.strictObject({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
const placesSchema = z.strictObject({ desk: rectangleSchema.nullable(), panel: rectangleSchema.nullable() });
export type Places = Readonly<Record<WindowKind, Rectangle | null>>;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** So much of a window (in points) must lie on a screen that it can be taken hold of. */
const GRIP = 80;

/**
 * Where to put a window: where it was, if enough of that is still on one of the screens (the docking station may be gone);
 * otherwise in its usual place on the first screen. Screens are given without task bars.
 */
export function placeOnScreen(
  was: Rectangle | null,
  screens: readonly Rectangle[],
  usual: Size,
  corner: 'middle' | 'bottom-right',
): Rectangle {
  if (was !== null && screens.some((screen) => isAtHand(was, screen))) return was;
  const [first = { x: 0, y: 0, ...usual }] = screens;
  const width = Math.min(usual.width, first.width);
  const height = Math.min(usual.height, first.height);
  const spare = { x: first.width - width, y: first.height - height };
  const margin = 16;
  return corner === 'middle'
    ? { x: first.x + Math.round(spare.x / 2), y: first.y + Math.round(spare.y / 2), width, height }
    : { x: first.x + Math.max(0, spare.x - margin), y: first.y + Math.max(0, spare.y - margin), width, height };
}

function isAtHand(window: Rectangle, screen: Rectangle): boolean {
  const wide = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
  // The upper edge is what a window is moved by.
  const topVisible = window.y >= screen.y && window.y + GRIP <= screen.y + screen.height;
  return wide >= GRIP && topVisible;
}

/** What was kept of the last run; nothing when there is none or it cannot be read, since a place is never worth a failure. */
export function readPlaces(file: string): Places {
  try {
    return placesSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { desk: null, panel: null };
  }
}

/** At once, since it may be the last thing before the end of the process; a full disk must not stop a window from hiding. */
export function keepPlaces(file: string, places: Places): void {
  try {
    writeFileSync(`${file}.new`, `${JSON.stringify(places)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch {
    // The windows then come back where they were the time before.
  }
}
