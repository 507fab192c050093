import { expect, test } from 'vitest';
import { soak } from './soak.ts';
import { Watch } from './watch.ts';

const MB = 1024 * 1024;
const reading = (heap: number) => ({ heap: heap * MB, external: MB, rss: 100 * MB });

function watched(heaps: readonly number[]): Watch {
  const watch = new Watch('desk');
  for (const heap of heaps) watch.note({ cpu: 0, peak: 0, nursery: 0, longestTurn: 0, ...reading(heap) });
  return watch;
}

test('what grows at its start and then stays is flat, what goes on growing is not', () => {
  const minutes = Array.from({ length: 60 }, (_, minute) => minute);
  expect(watched(minutes.map((minute) => 20 + Math.min(minute, 10) + (minute % 3))).flat).toBe(true);
  expect(watched(minutes.map((minute) => 30 + minute / 4)).flat).toBe(false);
});

test(
  'a share of the soak: nothing is lost while links break and processes stand still',
  { timeout: 120_000 },
  async () => {
    const { faults, acknowledged } = await soak({ minutes: 0.2, desks: 2, seed: 5, hurry: 15, tell: () => undefined });
    expect(faults).toEqual([]);
    expect(acknowledged).toBeGreaterThan(100);
  },
);
