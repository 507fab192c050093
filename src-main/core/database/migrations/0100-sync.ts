import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { canonicalJson, type Json } from '#shared/base/canonical-json.ts';
import type { Migration } from '../migration.ts';
import { rebuildCases } from './0100-case-numbers.ts';

/**
 * What sync needs beside the outbox: how far the streams were pulled, which version of a row the service confirmed, what is
 * held back or cannot be placed yet. Items that another desk wrote lie in the same tables as our own; `item` is the name under
 * which the service knows them, and `device` tells two items of the same number apart (empty: this desk's own).
 */
export const sync: Migration = {
  version: 100,
  up: (database) => {
    // Holds its row while rows leave this desk together with their stream or their case.
    database.exec('CREATE TABLE leaving (only_row INTEGER PRIMARY KEY CHECK (only_row = 1)) STRICT');
    rebuildItems(database);
    rebuildCases(database);
    database.exec(`
      ALTER TABLE outbox ADD COLUMN base INTEGER NOT NULL DEFAULT 0;
      -- The first op of the transaction that this op is a part of; 0 for what was written before there was sync.
      ALTER TABLE outbox ADD COLUMN part_of INTEGER NOT NULL DEFAULT 0;
      -- Set for an op that a former identity of this desk had issued: its first name.
      ALTER TABLE outbox ADD COLUMN origin TEXT;
      DROP TRIGGER outbox_is_not_changed;

      ALTER TABLE contact ADD COLUMN device TEXT NOT NULL DEFAULT '';
      ALTER TABLE contact ADD COLUMN agent TEXT NOT NULL DEFAULT '';
      ALTER TABLE callback ADD COLUMN taken_by TEXT;
      ALTER TABLE callback ADD COLUMN device TEXT NOT NULL DEFAULT '';

      -- A value that lost against another one, until somebody has decided.
      CREATE TABLE conflict (
        id TEXT PRIMARY KEY,
        entity TEXT NOT NULL,
        row_id TEXT NOT NULL,
        field TEXT NOT NULL,
        lost TEXT NOT NULL,
        lost_by TEXT NOT NULL,
        lost_at INTEGER NOT NULL,
        kept TEXT NOT NULL,
        kept_by TEXT NOT NULL,
        kept_at INTEGER NOT NULL,
        settled TEXT NOT NULL CHECK (settled IN ('no', 'taken', 'left'))
      ) STRICT;
      CREATE INDEX conflict_open ON conflict (kept_at, id) WHERE settled = 'no';

      -- Script packs that were published centrally; hash is that of the pack here once it was fetched, '' if it has faults.
      CREATE TABLE published_pack (
        id TEXT PRIMARY KEY,
        label TEXT NOT NULL,
        published_at INTEGER NOT NULL,
        hash TEXT
      ) STRICT;

      -- One row: the enrolment and how far the exchange has come, as JSON.
      CREATE TABLE sync_status (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), status TEXT NOT NULL) STRICT;

      CREATE TABLE row_version (
        entity TEXT NOT NULL,
        id TEXT NOT NULL,
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        made TEXT NOT NULL,
        stamps TEXT NOT NULL,
        PRIMARY KEY (entity, id)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX row_version_by_seq ON row_version (stream, seq);

      CREATE TABLE withheld (
        entity TEXT NOT NULL,
        id TEXT NOT NULL,
        fields TEXT NOT NULL,
        since INTEGER NOT NULL,
        PRIMARY KEY (entity, id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE deferred (
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        entity TEXT NOT NULL,
        id TEXT NOT NULL,
        entry TEXT NOT NULL,
        PRIMARY KEY (stream, seq, entity, id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE testimony (entity TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (entity, id)) STRICT, WITHOUT ROWID;

      -- Own ops that the service keeps for a supervisor.
      CREATE TABLE quarantined (dev_seq INTEGER PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

      -- Items of this desk under the names of ops of its former identities.
      CREATE TABLE former_item (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    `);
    chainAnew(database);
    database.exec(`
      -- What an op had seen may be lowered (a restored service undoes what was seen); what it says never changes.
      CREATE TRIGGER outbox_is_not_changed
        BEFORE UPDATE OF dev_seq, entity, entity_id, kind, body, clock_wall, clock_counter, prev_hash, hash, origin ON outbox
        BEGIN SELECT RAISE(ABORT, 'outbox is append-only'); END;
    `);
  },
};

/** Append-only, except that an own item is told its name once, and that rows leave with their stream. */
const guards = (table: string, columns: string): string => `
  CREATE TRIGGER ${table}_is_not_changed BEFORE UPDATE OF ${columns} ON ${table}
    BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
  CREATE TRIGGER ${table}_is_not_deleted BEFORE DELETE ON ${table} WHEN NOT EXISTS (SELECT 1 FROM leaving)
    BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;
  CREATE UNIQUE INDEX ${table}_by_item ON ${table} (item) WHERE item IS NOT NULL;`;

function rebuildItems(database: Database.Database): void {
  database.exec(`
    CREATE TABLE new_contact_event (
      contact_id TEXT NOT NULL REFERENCES contact (id),
      seq INTEGER NOT NULL,
      device TEXT NOT NULL DEFAULT '',
      at INTEGER NOT NULL,
      body TEXT NOT NULL,
      written_wall INTEGER NOT NULL,
      written_counter INTEGER NOT NULL,
      item TEXT,
      PRIMARY KEY (contact_id, seq, device)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_contact_event (contact_id, seq, at, body, written_wall, written_counter)
      SELECT contact_id, seq, at, body, written_wall, written_counter FROM contact_event;
    DROP TABLE contact_event;
    ALTER TABLE new_contact_event RENAME TO contact_event;
    ${guards('contact_event', 'contact_id, seq, device, at, body, written_wall, written_counter')}

    CREATE TABLE new_callback_attempt (
      callback_id TEXT NOT NULL REFERENCES callback (id),
      seq INTEGER NOT NULL,
      device TEXT NOT NULL DEFAULT '',
      at INTEGER NOT NULL,
      outcome TEXT NOT NULL,
      contact_id TEXT REFERENCES contact (id),
      item TEXT,
      PRIMARY KEY (callback_id, seq, device)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO new_callback_attempt (callback_id, seq, at, outcome, contact_id)
      SELECT callback_id, seq, at, outcome, contact_id FROM callback_attempt;
    DROP TABLE callback_attempt;
    ALTER TABLE new_callback_attempt RENAME TO callback_attempt;
    ${guards('callback_attempt', 'callback_id, seq, device, at, outcome, contact_id')}

    DROP TRIGGER case_revision_is_not_changed;
    DROP TRIGGER case_revision_is_not_deleted;
    ALTER TABLE case_revision ADD COLUMN item TEXT;
    ${guards('case_revision', 'seq, case_id, field, before, value, at, by, device, contact_id, written_wall, written_counter')}
  `);
}

interface OldOp {
  readonly dev_seq: number;
  readonly entity: string;
  readonly entity_id: string;
  readonly kind: string;
  readonly body: string;
  readonly clock_wall: number;
  readonly clock_counter: number;
}

/**
 * Ops written before there was a service say less than one needs: they are completed and chained anew. No service has seen
 * them, so nobody holds a hash of the old chain.
 */
function chainAnew(database: Database.Database): void {
  const device = database.prepare<[], string>('SELECT id FROM device').pluck().get();
  if (device === undefined) return;
  const update = database.prepare('UPDATE outbox SET body = ?, prev_hash = ?, hash = ? WHERE dev_seq = ?');
  let prev = '0'.repeat(64);
  const ops = database.prepare<[], OldOp>('SELECT * FROM outbox ORDER BY dev_seq').all();
  for (const op of ops) {
    const body = completed(database, op);
    const { entity, entity_id: id, kind, dev_seq: seq, clock_wall, clock_counter } = op;
    const change = { entity, id, kind, body };
    const now = hash('sha256', canonicalJson({ device, seq, clock: [clock_wall, clock_counter], prev, change }));
    update.run(canonicalJson(body), prev, now, seq);
    prev = now;
  }
  if (ops.length > 0)
    database.prepare('UPDATE device SET last_hash = ? WHERE last_seq = ?').run(prev, ops.at(-1)?.dev_seq);
}

type Body = Readonly<Record<string, Json>>;

function completed(database: Database.Database, { entity, entity_id: id, kind, body: text, clock_wall }: OldOp): Body {
  const body = JSON.parse(text) as Body;
  if (entity === 'customer' && kind === 'insert') return { ...body, createdAt: clock_wall };
  if (entity === 'customer') return Object.fromEntries(Object.entries(body).map(customerField));
  if (entity === 'case' && kind === 'insert') {
    const { at = clock_wall, ...rest } = body;
    return { ...rest, openedAt: at, status: 'open' };
  }
  if (entity === 'contact' && kind === 'insert') {
    const openedAt = database.prepare<[string], number>('SELECT opened_at FROM contact WHERE id = ?').pluck().get(id);
    return { ...body, openedAt: openedAt ?? clock_wall, agent: '' };
  }
  if (entity === 'callback' && kind === 'insert') return { ...body, status: 'open' };
  return body;
}

function customerField([name, value]: [string, Json]): [string, Json] {
  const field = name.replace(/^customer\./, '');
  return [field, field === 'surnameDeclined' ? value === 'true' : value];
}
