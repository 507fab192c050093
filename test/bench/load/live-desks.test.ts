import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import type { Figure } from '../figure.ts';
import { measureLiveDesks } from './live-desks.ts';

test('forty desks listen, each hears of every commit, and all that is measured is a number', async () => {
  const figures: Figure[] = [];
  await measureLiveDesks(tmpdir(), { desks: 40, edits: 3, idleMs: 100 }, (figure) => figures.push(figure));
  expect(figures.map(({ name }) => name.replace('live-desks.', ''))).toEqual([
    ...['tokens', 'connect', 'memory', 'idle', 'leave', 'told.p95'],
  ]);
  expect(figures.filter(({ ours }) => !Number.isFinite(ours))).toEqual([]);
  expect(figures.at(-1)?.more).toMatchObject({ desks: 40, gaps: 0 });
});
