import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { Figure } from '../figure.ts';
import { measurePushes } from './push-rate.ts';
import { measureStorm } from './storm.ts';

test('twenty desks come back at once: nothing is lost, and each has what it was told to the letter', async () => {
  const figures: Figure[] = [];
  await measureStorm(tmpdir(), { desks: 20, contacts: 2, calmEdits: 2, exactly: 1 }, (figure) => figures.push(figure));
  expect(figures.map(({ name }) => name)).toEqual(['storm.drained', 'storm.memory', 'storm.live.p99']);
  expect(figures[0]).toMatchObject({ n: 600, more: { desks: 20, lost: 0 } });
  expect(figures[0]?.more?.compared).toBeGreaterThan(20);
  expect(figures.filter(({ ours }) => !Number.isFinite(ours))).toEqual([]);
});

test('pushes are counted on PostgreSQL and beside it on the embedded database', async () => {
  const figures: Figure[] = [];
  await measurePushes(tmpdir(), 300, (figure) => figures.push(figure));
  expect(figures).toHaveLength(1);
  expect(figures[0]?.ours).toBeGreaterThan(0);
  expect(figures[0]?.peer).toBeGreaterThan(0);
});
