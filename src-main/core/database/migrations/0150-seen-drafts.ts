import type { Migration } from '../migration.ts';

/** What a colleague wrote into a field while somebody was typing there was not seen by who typed, however late the typing rests. */
export const seenDrafts: Migration = {
  version: 150,
  up: (database) => {
    database.exec(`
      -- How far this desk had seen the stream of the row when the typing began; NULL where that was not noted.
      ALTER TABLE draft ADD COLUMN seen INTEGER;
    `);
  },
};
