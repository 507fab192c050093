import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Figure } from '../figure.ts';
import { measureLiveDesks } from './live-desks.ts';
import { SERVICE_OPTIONS } from './members.ts';

test('the service is measured as its container starts it', () => {
  const file = readFileSync(join(import.meta.dirname, '..', '..', '..', 'Containerfile'), 'utf8');
  expect(file).toContain(
    `CMD ${JSON.stringify(['node', ...SERVICE_OPTIONS, 'src-service/main.ts', 'serve']).replaceAll(',', ', ')}`,
  );
});

test('forty desks listen, each hears of every commit, and all that is measured is a number', async () => {
  const figures: Figure[] = [];
  await measureLiveDesks(tmpdir(), { desks: 40, edits: 3, idleMs: 100 }, (figure) => figures.push(figure));
  expect(figures.map(({ name }) => name.replace('live-desks.', ''))).toEqual([
    ...['tokens', 'connect', 'memory', 'idle', 'leave', 'told.p95'],
  ]);
  expect(figures.filter(({ ours }) => !Number.isFinite(ours))).toEqual([]);
  expect(figures.at(-1)?.more).toMatchObject({ desks: 40, gaps: 0 });
});
