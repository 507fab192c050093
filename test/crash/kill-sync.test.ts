import { expect, test } from 'vitest';
import { startPostgres } from '#kit/service/postgres.ts';
import { chapter } from './sync/chapter.ts';
import { strikeAgainAndAgain } from './sync/long-run.ts';

/** Only ends one that hangs. */
const LONG = 5 * 60_000;

test(
  'desks and a service that are killed, frozen and cut off lose, double and hold up nothing',
  { timeout: LONG },
  async () => {
    const report = await strikeAgainAndAgain({ cycles: 16, seed: 20_261, blows: 8 });
    expect(report.faults).toEqual([]);
    expect(report.acknowledged).toBeGreaterThan(20);
  },
);

test('two services on one PostgreSQL that ends their connections neither', { timeout: LONG }, async () => {
  const postgres = await startPostgres();
  try {
    const report = await strikeAgainAndAgain({ cycles: 8, seed: 7, blows: 8, postgres });
    expect(report.faults).toEqual([]);
  } finally {
    await postgres.stop();
  }
});

test('a desk that takes its ops for acknowledged when it sends them is noticed', { timeout: LONG }, async () => {
  const planted = { desk: 'acknowledges-early' } as const;
  const { faults } = await chapter({ blows: 8, seed: 3, spoilt: 0, only: 'desk at work', planted });
  expect(faults).not.toEqual([]);
});
