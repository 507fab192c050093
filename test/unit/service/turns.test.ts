import Sqlite from 'better-sqlite3';
import { afterEach, expect, test } from 'vitest';
import { Turns } from '../../../src-service/storage/sqlite/turns.ts';

const said: string[] = [];
const database = new Sqlite(':memory:', { verbose: (text) => void said.push(String(text)) });
const turns = new Turns(database);

afterEach(() => said.splice(0));

const commits = (): number => said.filter((text) => text === 'COMMIT').length;

/** As requests arrive that the process finds waiting: each in a callback of its own, with what follows from it. */
function arriving(count: number, work: () => Promise<unknown>): Promise<unknown> {
  const each = (): Promise<unknown> =>
    new Promise((resolve, reject) => setImmediate(() => void turns.run(work).then(resolve, reject)));
  return Promise.all(Array.from({ length: count }, each));
}

test('those who come in the same round of the process share one wait for the disk', async () => {
  await arriving(20, () => Promise.resolve());
  expect(commits()).toBe(1);
});

test('one that fails is undone for itself', async () => {
  database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
  const put = (n: number): Promise<unknown> =>
    turns.run(() => {
      database.prepare('INSERT INTO t VALUES (?)').run(n);
      return n === 2 ? Promise.reject(new Error('no')) : Promise.resolve(n);
    });
  expect(await Promise.allSettled([put(1), put(2), put(3)])).toMatchObject([
    { value: 1 },
    { status: 'rejected' },
    { value: 3 },
  ]);
  expect(database.prepare('SELECT n FROM t ORDER BY n').pluck().all()).toEqual([1, 3]);
});

test('nobody is left waiting when all have been served', async () => {
  await arriving(3, () => Promise.resolve());
  await turns.rest();
  await arriving(1, () => Promise.resolve());
  expect(commits()).toBe(2);
});
