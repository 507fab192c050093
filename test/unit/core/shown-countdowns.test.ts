import { expect, test } from 'vitest';
import { listCountdowns } from '#core/countdowns/list-countdowns.ts';
import { TestDesk } from '#kit/desk.ts';

test('the countdowns that are shown are found by an index, without sorting all there are', () => {
  const desk = new TestDesk();
  const { prepare } = desk.database;
  let text = '';
  desk.database.prepare = (sql: string) => {
    text = sql;
    return prepare(sql);
  };
  listCountdowns(desk.database, 1);
  const plan = prepare<[number], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(1);
  expect(plan.map(({ detail }) => detail)).toContain('SCAN countdown USING INDEX countdown_shown');
  desk.dispose();
});
