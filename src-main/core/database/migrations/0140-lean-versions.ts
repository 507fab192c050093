import type { Migration } from '../migration.ts';

/** The version of a row in a few numbers: a new desk writes 100,000 of them at once, and each takes longer the longer it is. */
export const leanVersions: Migration = {
  version: 140,
  up: (database) => {
    database.exec(`
      -- Desks that made rows, by the number that stands for them in row_version.
      CREATE TABLE maker (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
      INSERT INTO maker (id) SELECT DISTINCT made ->> '$.device' FROM row_version;

      CREATE TABLE lean_version (
        entity TEXT NOT NULL,
        id TEXT NOT NULL,
        stream TEXT NOT NULL,
        seq INTEGER NOT NULL,
        -- The stamp with which the row was made.
        wall INTEGER NOT NULL,
        counter INTEGER NOT NULL,
        maker INTEGER NOT NULL,
        op INTEGER NOT NULL,
        name TEXT NOT NULL,
        -- Of the fields that were written later, as JSON.
        stamps TEXT,
        ahead INTEGER NOT NULL DEFAULT 0 CHECK (ahead IN (0, 1)),
        PRIMARY KEY (entity, id)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO lean_version
        SELECT v.entity, v.id, v.stream, v.seq, v.made ->> '$.wall', v.made ->> '$.counter', m.place,
          v.made ->> '$.op', v.made ->> '$.name', nullif(v.stamps, '{}'), v.ahead
        FROM row_version AS v CROSS JOIN maker AS m ON m.id = v.made ->> '$.device';
      DROP TABLE row_version;
      ALTER TABLE lean_version RENAME TO row_version;
    `);
  },
};
