import type { Sqlite } from '../database/open.ts';

/** Puts one value of the table `setting`, as JSON. */
export function putSetting(database: Sqlite, key: string, value: unknown): void {
  database
    .prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(key, JSON.stringify(value));
}

/** `undefined` when it was never put. */
export function readSetting(database: Sqlite, key: string): unknown {
  const text = database.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck().get(key);
  return text === undefined ? undefined : JSON.parse(text);
}
