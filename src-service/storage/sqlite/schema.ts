/** In order; what was released is never changed again. The number of those that ran is `user_version`. */
export const SQLITE_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE stream (
    id TEXT PRIMARY KEY, head INTEGER NOT NULL, high INTEGER NOT NULL, low INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- One record for each commit: they are read whole.
  CREATE TABLE log (
    place INTEGER PRIMARY KEY, stream TEXT NOT NULL, seq INTEGER NOT NULL,
    entries INTEGER NOT NULL, bytes INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (stream, seq)
  ) STRICT;
  CREATE TRIGGER log_is_not_rewritten BEFORE UPDATE ON log BEGIN SELECT raise(ABORT, 'the log is append-only'); END;

  CREATE TABLE projection (
    entity TEXT NOT NULL, id TEXT NOT NULL, stream TEXT NOT NULL, seq INTEGER NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (entity, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE device (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, public_key TEXT NOT NULL, branch TEXT NOT NULL, role TEXT NOT NULL,
    home TEXT NOT NULL, grants TEXT NOT NULL, last_seq INTEGER NOT NULL, last_hash TEXT NOT NULL,
    last_contact INTEGER NOT NULL, enrolled_at INTEGER NOT NULL, revoked_at INTEGER
  ) STRICT, WITHOUT ROWID;

  -- Every op that was taken in, as its desk made it: the chain of hashes can be verified, and none is done twice.
  CREATE TABLE op (
    place INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, device TEXT NOT NULL, seq INTEGER NOT NULL, hash TEXT NOT NULL,
    op TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER op_is_not_rewritten BEFORE UPDATE ON op BEGIN SELECT raise(ABORT, 'ops are append-only'); END;

  CREATE TABLE quarantine (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT, device TEXT NOT NULL, seq INTEGER NOT NULL, op TEXT NOT NULL,
    hash TEXT NOT NULL, wall INTEGER NOT NULL, counter INTEGER NOT NULL, reason TEXT NOT NULL, waits_for TEXT
  ) STRICT;
  CREATE INDEX quarantine_device ON quarantine (device, seq);
  CREATE INDEX quarantine_waits ON quarantine (waits_for) WHERE waits_for IS NOT NULL;

  CREATE TABLE epoch (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, heads TEXT NOT NULL, began_at INTEGER NOT NULL) STRICT;

  CREATE TABLE code (
    id TEXT PRIMARY KEY, proof TEXT NOT NULL, attempts INTEGER NOT NULL, label TEXT NOT NULL, branch TEXT NOT NULL,
    role TEXT NOT NULL, home TEXT NOT NULL, grants TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE challenge (
    proof TEXT PRIMARY KEY, device TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX challenge_expires ON challenge (expires_at);

  CREATE TABLE pack (
    sha256 TEXT PRIMARY KEY, label TEXT NOT NULL, published_at INTEGER NOT NULL, bytes INTEGER NOT NULL, content BLOB NOT NULL
  ) STRICT;
  CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- Images of streams that lie beside the database, for desks that have far to go. A file that is not named here is none: it may
  -- be of a time that a restored backup does not know.
  CREATE TABLE image (
    sha256 TEXT PRIMARY KEY, stream TEXT NOT NULL, epoch TEXT NOT NULL, format INTEGER NOT NULL, seq INTEGER NOT NULL,
    high INTEGER NOT NULL, low INTEGER NOT NULL, wall INTEGER NOT NULL, counter INTEGER NOT NULL,
    row_count INTEGER NOT NULL, bytes INTEGER NOT NULL, file_bytes INTEGER NOT NULL, made_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  -- How far the streams were at a time: the log has no times of its own.
  CREATE TABLE milestone (
    stream TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (stream, seq)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- In memory from now on: \`identity/challenge-table.ts\`.
  DROP TABLE challenge;
  `,
];
