import { expect, test } from 'vitest';
import { listCountdowns } from '#core/countdowns/list-countdowns.ts';
import { TestDesk } from '#kit/desk.ts';

test('the countdowns that are shown are found by their indexes, without sorting all there are', () => {
  const desk = new TestDesk();
  const { prepare } = desk.database;
  let text = '';
  desk.database.prepare = (sql: string) => {
    text = sql;
    return prepare(sql);
  };
  listCountdowns(desk.database, 1);
  const plan = prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all({ limit: 1 });
  const reads = plan.map(({ detail }) => detail).filter((detail) => /\bcountdown\b.*USING/.test(detail));
  expect(reads).toEqual([
    'SEARCH countdown USING INDEX countdown_over (<expr>=?)',
    'SEARCH countdown USING INDEX countdown_next (next_at>?)',
    'SEARCH countdown USING INDEX countdown_over (<expr>=?)',
  ]);
  desk.dispose();
});
