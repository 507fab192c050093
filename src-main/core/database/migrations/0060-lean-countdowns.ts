import type { Migration } from '../migration.ts';

/**
 * A countdown is set or ended with every second key, and each index was one more page to write and to sync. Its id begins with
 * whose it is: the table in the order of its ids finds those of a contact and that of a callback without an index. Which come
 * next is one index; those that are over have another, which is left alone while something is put on hold and taken back.
 */
export const leanCountdowns: Migration = {
  version: 60,
  up: (database) => {
    database.exec(`
      CREATE TABLE lean_countdown (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        contact_id TEXT REFERENCES contact (id),
        callback_id TEXT REFERENCES callback (id),
        key TEXT NOT NULL,
        starts_at INTEGER NOT NULL,
        warn_at INTEGER,
        due_at INTEGER NOT NULL,
        detail TEXT,
        phase TEXT NOT NULL CHECK (phase IN ('running', 'warned', 'due')),
        next_at INTEGER,
        CHECK ((contact_id IS NULL) <> (callback_id IS NULL)),
        CHECK (id = coalesce(contact_id, callback_id) || ':' || key)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO lean_countdown (id, kind, contact_id, callback_id, key, starts_at, warn_at, due_at, detail, phase, next_at)
        SELECT id, kind, contact_id, callback_id, key, starts_at, warn_at, due_at, detail, phase, next_at FROM countdown;
      DROP TABLE countdown;
      ALTER TABLE lean_countdown RENAME TO countdown;
      CREATE INDEX countdown_next ON countdown (next_at) WHERE next_at IS NOT NULL;
      CREATE INDEX countdown_over ON countdown (kind = 'target', due_at) WHERE next_at IS NULL;
    `);
  },
};
