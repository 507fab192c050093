import { expect, test } from 'vitest';
import { Together } from '../../../src-service/storage/postgres/together.ts';

/** Doubles what it is asked, and notes what came together. */
function doubling(): { readonly asked: (readonly number[])[]; readonly together: Together<number, number> } {
  const asked: (readonly number[])[] = [];
  const together = new Together<number, number>((wishes) => {
    asked.push([...wishes]);
    return Promise.resolve(wishes.map((wish) => wish * 2));
  });
  return { asked, together };
}

test('those who ask in one round are asked for once, and each gets its own answer', async () => {
  const { asked, together } = doubling();
  expect(await Promise.all([together.of(1), together.of(2), together.of(1)])).toEqual([2, 4, 2]);
  expect(await together.of(3)).toBe(6);
  expect(asked).toEqual([[1, 2, 1], [3]]);
});

test('who asks while an answer is on its way gets a later one', async () => {
  let value = 'old';
  const readings: (() => void)[] = [];
  const together = new Together<null, string>(async (wishes) => {
    const read = value;
    await new Promise<void>((resolve) => readings.push(resolve));
    return wishes.map(() => read);
  });
  const first = together.of(null);
  await expect.poll(() => readings.length).toBe(1);
  value = 'new';
  const second = together.of(null);
  await expect.poll(() => readings.length).toBe(2);
  for (const done of readings) done();
  expect([await first, await second]).toEqual(['old', 'new']);
});

test('what fails fails for all of that round, and for nobody else', async () => {
  let fails = true;
  const together = new Together<number, number>((wishes) =>
    fails ? Promise.reject(new Error('away')) : Promise.resolve([...wishes]),
  );
  const all = await Promise.allSettled([together.of(1), together.of(2)]);
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect(await together.of(3)).toBe(3);
});
