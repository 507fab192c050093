import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '#core/database/open.ts';
import { cacheStatements } from '#core/database/statement-cache.ts';
import { temporaryFolder, TEST_KEY, value } from '#kit/desk.ts';

let database: Database.Database;
beforeEach(() => {
  database = new Database(':memory:');
  database.exec('CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT) STRICT');
  database.prepare('INSERT INTO item (id, name) VALUES (1, ?), (2, ?)').run('one', 'two');
  cacheStatements(database);
});
afterEach(() => database.close());

const TEXT = 'SELECT id, name FROM item ORDER BY id';
const ROWS = [
  { id: 1, name: 'one' },
  { id: 2, name: 'two' },
];

test('one text is compiled once', () => {
  expect(database.prepare(TEXT)).toBe(database.prepare(TEXT));
  expect(database.prepare(TEXT).pluck()).toBe(database.prepare(TEXT).pluck());
});

test('the database of a desk compiles once', () => {
  const folder = temporaryFolder();
  const opened = value(openDatabase(folder.path, TEST_KEY));
  expect(opened.prepare('SELECT 1')).toBe(opened.prepare('SELECT 1'));
  opened.close();
  folder.remove();
});

test('who takes one column does not take it from another holder of the same text', () => {
  const held = database.prepare(TEXT);
  expect(database.prepare(TEXT).pluck().all()).toEqual([1, 2]);
  expect(held.all()).toEqual(ROWS);
  expect(held.pluck(false).all()).toEqual(ROWS);
});

test('what changes a statement is done on one of its own', () => {
  expect(database.prepare(TEXT).raw().all()).toEqual([
    [1, 'one'],
    [2, 'two'],
  ]);
  expect(database.prepare(TEXT).safeIntegers().pluck().all()).toEqual([1n, 2n]);
  expect(database.prepare('SELECT name FROM item WHERE id = ?').bind(2).get()).toEqual({ name: 'two' });
  expect(database.prepare('SELECT name FROM item WHERE id = ?').get(1)).toEqual({ name: 'one' });
  expect(database.prepare(TEXT).all()).toEqual(ROWS);
});

test('a statement can be run again while its rows are being walked through', () => {
  for (const row of database.prepare(TEXT).iterate()) {
    expect(ROWS).toContainEqual(row);
    expect(database.prepare(TEXT).all()).toEqual(ROWS);
  }
});

test('a statement outlives a change of the schema', () => {
  const held = database.prepare('SELECT * FROM item WHERE id = 1');
  expect(held.get()).toEqual({ id: 1, name: 'one' });
  database.exec('ALTER TABLE item ADD COLUMN more INTEGER');
  expect(held.get()).toEqual({ id: 1, name: 'one', more: null });
});
