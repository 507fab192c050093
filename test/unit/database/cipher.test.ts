import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renewCipher, unlock } from '#core/database/cipher.ts';
import { databasePath, openDatabase } from '#core/database/open.ts';
import { temporaryFolder, TEST_KEY, value } from '#kit/desk.ts';

let place: ReturnType<typeof temporaryFolder>;
let folder: string;
let path: string;

beforeEach(() => {
  place = temporaryFolder('cipher');
  folder = place.path;
  path = databasePath(folder);
});
afterEach(() => place.remove());

/** A database as the first builds wrote it, with rows that only the write-ahead log has. */
function inFormerCipher(): void {
  value(openDatabase(folder, TEST_KEY)).close();
  const today = new Database(path);
  unlock(today, TEST_KEY);
  today.pragma('journal_mode=DELETE');
  today.pragma(`cipher='sqlcipher'`);
  today.pragma('legacy=4');
  today.pragma(`rekey="x'${Buffer.from(TEST_KEY).toString('hex')}'"`);
  today.close();
  const former = new Database(path);
  unlock(former, TEST_KEY, 'sqlcipher');
  former.pragma('journal_mode=WAL');
  former.prepare(`INSERT INTO setting VALUES ('agentName', '"周宁"')`).run();
  // As after a crash: the log is taken before closing would have emptied it.
  const [file, log] = [readFileSync(path), readFileSync(`${path}-wal`)];
  former.close();
  writeFileSync(path, file);
  writeFileSync(`${path}-wal`, log);
}

function agentName(database: Database.Database): unknown {
  return database.prepare(`SELECT value FROM setting WHERE key = 'agentName'`).pluck().get();
}

test('a database in the former cipher is opened with everything in it, and is in the new one then', () => {
  inFormerCipher();
  const opened = value(openDatabase(folder, TEST_KEY));
  expect(agentName(opened)).toBe('"周宁"');
  opened.close();
  const again = new Database(path, { readonly: true });
  unlock(again, TEST_KEY);
  expect(agentName(again)).toBe('"周宁"');
  again.close();
});

test('what a stop half-way left beside the database is not taken for it', () => {
  inFormerCipher();
  writeFileSync(`${path}-anew`, 'half a database');
  const opened = value(openDatabase(folder, TEST_KEY));
  expect(agentName(opened)).toBe('"周宁"');
  opened.close();
  expect(existsSync(`${path}-anew`)).toBe(false);
});

test('a database in the former cipher that is damaged is refused and left as it is, with nothing beside it', () => {
  inFormerCipher();
  const bytes = readFileSync(path);
  const at = 4_096 * 5 + 100;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  const lies = (): readonly string[] => readdirSync(folder).filter((name) => !name.endsWith('-shm'));
  const before = lies();
  expect(openDatabase(folder, TEST_KEY)).toMatchObject({ ok: false, error: { code: 'database-damaged' } });
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(lies()).toEqual(before);
});

test('a file in neither cipher is left as it is', () => {
  writeFileSync(path, Buffer.alloc(8_192, 7));
  renewCipher(path, TEST_KEY);
  expect(readFileSync(path).equals(Buffer.alloc(8_192, 7))).toBe(true);
  expect(openDatabase(folder, TEST_KEY)).toMatchObject({ ok: false, error: { code: 'database-damaged' } });
  expect(readFileSync(path).equals(Buffer.alloc(8_192, 7))).toBe(true);
});

test('a database in today’s cipher is not looked at in the former one', () => {
  value(openDatabase(folder, TEST_KEY)).close();
  const opens = vi.spyOn(Database.prototype, 'pragma');
  value(openDatabase(folder, TEST_KEY)).close();
  const keys = opens.mock.calls.filter(([text]) => text.startsWith('key='));
  const ciphers = opens.mock.calls.filter(([text]) => text.startsWith('cipher='));
  opens.mockRestore();
  // To look at it without writing, and to work on it.
  expect(keys).toHaveLength(2);
  expect(ciphers.map(([text]) => text)).toEqual([`cipher='aegis'`, `cipher='aegis'`]);
});

test('a page in which one bit was changed is refused, not read', () => {
  value(openDatabase(folder, TEST_KEY)).close();
  const bytes = readFileSync(path);
  const at = 4_096 * 5 + 100;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  expect(openDatabase(folder, TEST_KEY)).toMatchObject({ ok: false, error: { code: 'database-damaged' } });
});
