import type { Migration } from '../migration.ts';

/** Deadlines of this desk, the clock they were set by, and what the agent has to be told. */
export const countdowns: Migration = {
  version: 30,
  up: (database) => {
    database.exec(`
      CREATE TABLE countdown (
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
        CHECK ((contact_id IS NULL) <> (callback_id IS NULL))
      ) STRICT;
      CREATE INDEX countdown_next ON countdown (next_at) WHERE next_at IS NOT NULL;
      CREATE UNIQUE INDEX countdown_of_contact ON countdown (contact_id, key) WHERE contact_id IS NOT NULL;
      CREATE UNIQUE INDEX countdown_of_callback ON countdown (callback_id) WHERE callback_id IS NOT NULL;

      CREATE TABLE clock_anchor (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        boot_id TEXT,
        since_boot INTEGER NOT NULL,
        wall INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE notice (
        id TEXT PRIMARY KEY,
        code TEXT NOT NULL,
        at INTEGER NOT NULL,
        facts TEXT NOT NULL
      ) STRICT;
    `);
  },
};
