import type { Migration } from '../migration.ts';

/** Files that this desk has written for its service, for when there is no link. */
export const parcels: Migration = {
  version: 130,
  up: (database) => {
    database.exec(`
      CREATE TABLE parcel (
        place INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        written_at INTEGER NOT NULL,
        changes INTEGER NOT NULL,
        -- When the service had last been reached by link, and how much of the lease was used then, in milliseconds.
        last_contact INTEGER,
        lease_used INTEGER NOT NULL,
        -- The private half of the key that the answer is encrypted for; gone once the answer was taken in.
        answer_key TEXT,
        taken_at INTEGER,
        confirmed INTEGER NOT NULL DEFAULT 0,
        arrived INTEGER NOT NULL DEFAULT 0,
        -- What is to be done after it, if anything.
        due TEXT
      ) STRICT;
    `);
  },
};
