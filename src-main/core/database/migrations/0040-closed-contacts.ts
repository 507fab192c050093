import type { Migration } from '../migration.ts';

/** Finds what was closed just now, to offer taking it back, among all that was ever closed. */
export const closedContacts: Migration = {
  version: 40,
  up: (database) => {
    database.exec(`CREATE INDEX contact_by_close ON contact (json_extract(state, '$.closedAt')) WHERE is_open = 0;`);
  },
};
