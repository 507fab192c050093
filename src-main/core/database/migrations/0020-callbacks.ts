import type { Migration } from '../migration.ts';

/** R-CB-1 … R-CB-4: promises with an owner and a deadline, and what became of each attempt. */
export const callbacks: Migration = {
  version: 20,
  up: (database) => {
    database.exec(`
      CREATE TABLE callback (
        id TEXT PRIMARY KEY,
        case_id TEXT NOT NULL REFERENCES service_case (id),
        contact_id TEXT REFERENCES contact (id),
        owner TEXT NOT NULL,
        promised_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        reason TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('open', 'kept', 'withdrawn'))
      ) STRICT;
      CREATE INDEX callback_open ON callback (due_at, id) WHERE status = 'open';
      CREATE INDEX callback_by_time ON callback (due_at, id);
      CREATE INDEX callback_by_case ON callback (case_id);

      CREATE TABLE callback_attempt (
        callback_id TEXT NOT NULL REFERENCES callback (id),
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        contact_id TEXT REFERENCES contact (id),
        PRIMARY KEY (callback_id, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER callback_attempt_is_not_changed BEFORE UPDATE ON callback_attempt
        BEGIN SELECT RAISE(ABORT, 'callback_attempt is append-only'); END;
      CREATE TRIGGER callback_attempt_is_not_deleted BEFORE DELETE ON callback_attempt
        BEGIN SELECT RAISE(ABORT, 'callback_attempt is append-only'); END;
    `);
  },
};
