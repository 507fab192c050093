import type { Migration } from '../migration.ts';

const APPEND_ONLY = ['contact_event', 'case_revision', 'outbox']
  .map(
    (table) => `
    CREATE TRIGGER ${table}_is_not_changed BEFORE UPDATE ON ${table}
      BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
  )
  .join('');

const NOT_DELETED = ['contact_event', 'case_revision']
  .map(
    (table) => `
    CREATE TRIGGER ${table}_is_not_deleted BEFORE DELETE ON ${table}
      BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;`,
  )
  .join('');

/** Times are epoch milliseconds, ids UUIDv7 text, JSON is checked by zod on the way in and out. */
export const foundation: Migration = {
  version: 10,
  up: (database) => {
    database.exec(`
      CREATE TABLE device (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        id TEXT NOT NULL,
        last_seq INTEGER NOT NULL,
        last_hash TEXT NOT NULL,
        clock_wall INTEGER NOT NULL,
        clock_counter INTEGER NOT NULL
      ) STRICT;

      -- One row for each change, written in the transaction of the change. dev_seq is dense; hash covers the row and the
      -- hash before it, so that a cut or a copy of the log is recognised.
      CREATE TABLE outbox (
        dev_seq INTEGER PRIMARY KEY,
        entity TEXT NOT NULL,
        entity_id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('insert', 'update', 'append')),
        body TEXT NOT NULL,
        clock_wall INTEGER NOT NULL,
        clock_counter INTEGER NOT NULL,
        prev_hash TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;

      CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE pack (hash TEXT PRIMARY KEY, body TEXT NOT NULL, stored_at INTEGER NOT NULL) STRICT;

      CREATE TABLE customer (
        id TEXT PRIMARY KEY,
        surname TEXT NOT NULL,
        surname_declined INTEGER NOT NULL CHECK (surname_declined IN (0, 1)),
        title TEXT NOT NULL,
        phone TEXT NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX customer_by_phone ON customer (phone) WHERE phone <> '';

      CREATE TABLE service_case (
        id TEXT PRIMARY KEY,
        number TEXT NOT NULL UNIQUE,
        customer_id TEXT NOT NULL REFERENCES customer (id),
        scenario TEXT,
        fields TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('open', 'promised', 'to-be-completed', 'done')),
        owner TEXT NOT NULL,
        pack_hash TEXT NOT NULL,
        opened_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX case_by_time ON service_case (opened_at, id);
      CREATE INDEX case_by_customer ON service_case (customer_id);
      CREATE INDEX case_by_debt ON service_case (opened_at, id) WHERE status = 'to-be-completed';

      -- Who changed what, when (R-REC-3).
      CREATE TABLE case_revision (
        seq INTEGER PRIMARY KEY,
        case_id TEXT NOT NULL REFERENCES service_case (id),
        field TEXT NOT NULL,
        before TEXT NOT NULL,
        value TEXT NOT NULL,
        at INTEGER NOT NULL,
        by TEXT NOT NULL,
        device TEXT NOT NULL
      ) STRICT;
      CREATE INDEX revision_by_case ON case_revision (case_id, seq);

      -- What is being typed, safe on disk but not yet a revision.
      CREATE TABLE draft (
        case_id TEXT NOT NULL REFERENCES service_case (id),
        field TEXT NOT NULL,
        value TEXT NOT NULL,
        typed_at INTEGER NOT NULL,
        PRIMARY KEY (case_id, field)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE contact (
        id TEXT PRIMARY KEY,
        case_id TEXT REFERENCES service_case (id),
        phone TEXT NOT NULL,
        pack_hash TEXT NOT NULL,
        is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
        opened_at INTEGER NOT NULL,
        state TEXT NOT NULL,
        events INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX contact_open ON contact (opened_at) WHERE is_open = 1;
      CREATE INDEX contact_by_case ON contact (case_id) WHERE case_id IS NOT NULL;

      CREATE TABLE contact_event (
        contact_id TEXT NOT NULL REFERENCES contact (id),
        seq INTEGER NOT NULL,
        at INTEGER NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (contact_id, seq)
      ) STRICT, WITHOUT ROWID;
      ${APPEND_ONLY}
      ${NOT_DELETED}
    `);
  },
};
