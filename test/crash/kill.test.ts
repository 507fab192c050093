import { expect, test } from 'vitest';
import { killAgainAndAgain, killFirstStarts } from './kill.ts';

test('a desk that is killed while it works keeps all that it acknowledged, and goes on', async () => {
  const report = await killAgainAndAgain({ kills: 15, seed: 20_261 });
  expect(report.faults).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(100);
});

test('a desk that is killed in its very first start can be started again', async () => {
  expect(await killFirstStarts({ kills: 3, seed: 7 })).toEqual([]);
});
