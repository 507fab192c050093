import type { Migration } from '../migration.ts';

/** For streams that come as an image: 100,000 rows at once. */
export const images: Migration = {
  version: 110,
  up: (database) => {
    database.exec(`
      -- Asked only after a service was restored, which may take a while; kept up with every row that arrives or is confirmed.
      DROP INDEX row_version_by_seq;

      -- Contacts that came in an image: their state is folded from their events afterwards, a few at a time.
      CREATE TABLE unfolded (contact_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    `);
  },
};
