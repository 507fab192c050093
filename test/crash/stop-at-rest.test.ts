import { expect, test } from 'vitest';
import { stopAtRest } from './sync/reckoning.ts';
import type { Standing } from './sync/standing.ts';

function standing(written: number, acknowledged = written): Standing {
  return { written, acknowledged, settled: acknowledged, cursors: { 'branch:hz': acknowledged }, open: {} };
}

/** A desk that answers `says`, and of which each of `left` lies on the disk when it was killed. */
function desk(says: Standing, left: readonly Standing[]) {
  return {
    lives: 1,
    desk: { standing: () => Promise.resolve(says) },
    left,
    kill: () => Promise.resolve(),
    restart() {
      this.lives += 1;
    },
  };
}

const leftBy = ({ left, lives }: ReturnType<typeof desk>): Standing => left[lives - 1] ?? left.at(-1)!;

test('a desk that wrote by itself before it was killed comes to rest once more, with all others', async () => {
  const writes = desk(standing(8), [standing(9, 8), standing(9)]);
  const other = desk(standing(8), [standing(8), standing(9)]);
  expect(await stopAtRest([writes, other], leftBy)).toEqual([]);
  expect([writes.lives, other.lives]).toEqual([2, 2]);
});

test('desks that are at rest are stopped once', async () => {
  const only = desk(standing(3), [standing(3)]);
  expect(await stopAtRest([only], leftBy)).toEqual([]);
  expect(only.lives).toBe(1);
});

test('one that never comes to rest on the disk is left as it is, to be looked at', async () => {
  const lost = desk(standing(3), [standing(4, 3)]);
  expect(await stopAtRest([lost], leftBy)).toEqual([]);
  expect(leftBy(lost)).toEqual(standing(4, 3));
});
