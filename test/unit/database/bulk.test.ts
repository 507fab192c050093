import { cpSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '#shared/base/result.ts';
import { unlock } from '#core/database/cipher.ts';
import { writeMuch } from '#core/database/bulk.ts';
import { databasePath, openDatabase, type Sqlite } from '#core/database/open.ts';
import { temporaryFolder, TestDesk, TEST_KEY, value } from '#kit/desk.ts';

const MUCH = 1_000_000_000;
let folder: ReturnType<typeof temporaryFolder>;
let database: Sqlite;
beforeEach(() => {
  folder = temporaryFolder();
  database = value(openDatabase(folder.path, TEST_KEY));
  database.exec(`INSERT INTO notice (id, code, at, facts) VALUES ('before', 'clock-shifted', 0, '{}')`);
});
afterEach(() => {
  database.close();
  folder.remove();
});

const journal = (of = database): unknown => of.pragma('journal_mode', { simple: true });
const rows = (of = database): unknown => of.prepare('SELECT count(*) FROM notice').pluck().get();

/** More than the memory for pages holds, so that some get into the file before the commit. */
function fill(during: () => void = () => undefined): void {
  database
    .transaction(() => {
      const insert = database.prepare(`INSERT INTO notice (id, code, at, facts) VALUES (?, 'clock-shifted', 0, ?)`);
      for (let row = 0; row < 2_000; row += 1) insert.run(String(row), 'x'.repeat(12_000));
      during();
    })
    .immediate();
}

test('what is more than all that is here goes past the log, and the log is back afterwards', () => {
  let [during, waiting]: unknown[] = [];
  writeMuch(database, MUCH, () => {
    fill(() => {
      during = journal();
      waiting = existsSync(`${databasePath(folder.path)}-wal`);
    });
  });
  expect([during, waiting, journal(), rows()]).toEqual(['truncate', false, 'wal', 2_001]);
  expect(database.pragma('synchronous', { simple: true })).toBe(2);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('what is less goes through the log, which is not moved in between', () => {
  const before = ['wal_autocheckpoint', 'cache_size'].map((name) => database.pragma(name, { simple: true }));
  writeMuch(database, 1, () => {
    fill();
    expect(journal()).toBe('wal');
  });
  expect(statSync(`${databasePath(folder.path)}-wal`).size).toBeGreaterThan(24_000_000);
  expect(['wal_autocheckpoint', 'cache_size'].map((name) => database.pragma(name, { simple: true }))).toEqual(before);
});

test('beside somebody who has the database open it goes through the log', () => {
  const reader = new Database(databasePath(folder.path), { readonly: true });
  unlock(reader, TEST_KEY);
  reader.exec('BEGIN');
  expect(rows(reader)).toBe(1);
  writeMuch(database, MUCH, () => {
    fill();
    expect(journal()).toBe('wal');
  });
  expect([rows(reader), rows()]).toEqual([1, 2_001]);
  reader.close();
});

test('what fails leaves nothing, and the log is back', () => {
  const fails = (): void =>
    fill(() => {
      throw new Error('not to be');
    });
  expect(() => writeMuch(database, MUCH, fails)).toThrow('not to be');
  expect([journal(), rows()]).toEqual(['wal', 1]);
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('a stop in the middle leaves what was there before', () => {
  const left = temporaryFolder('left');
  writeMuch(database, MUCH, () => fill(() => cpSync(folder.path, left.path, { recursive: true })));
  expect(statSync(databasePath(left.path)).size).toBeGreaterThan(1_000_000);
  expect(existsSync(`${databasePath(left.path)}-journal`)).toBe(true);
  const after = value(openDatabase(left.path, TEST_KEY));
  expect([journal(after), rows(after)]).toEqual(['wal', 1]);
  expect(after.pragma('integrity_check', { simple: true })).toBe('ok');
  after.close();
  left.remove();
});

test('a file that is attached keeps its own way of writing', () => {
  database.prepare('ATTACH ? AS beside').run(join(folder.path, 'beside.sqlite'));
  database.exec('CREATE TABLE beside.t (x)');
  writeMuch(database, MUCH, () => {
    fill();
    expect(journal()).toBe('truncate');
  });
  expect([journal(), database.pragma('beside.journal_mode', { simple: true })]).toEqual(['wal', 'delete']);
});

test('a desk that did not get back to its log does so at rest', () => {
  const desk = new TestDesk();
  desk.database.pragma('journal_mode=TRUNCATE');
  value(
    desk.workstation.parts.store.write((unit) => {
      unit.touched.notices = true;
      return ok();
    }),
  );
  desk.clock.pass(2_000);
  expect(journal(desk.database)).toBe('wal');
  desk.dispose();
});
