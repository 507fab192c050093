import type Database from 'better-sqlite3';
import type { Migration } from '../migration.ts';

interface Version {
  readonly entity: string;
  readonly id: string;
  readonly made: string;
  readonly stamps: string;
}

/** Stamps name their op; rows that a restored service may lack are told in the order of what refers to what. */
export const namedStamps: Migration = {
  version: 120,
  up: (database) => {
    database.exec(`
      -- 1: told to a restored service, and not given back by it yet.
      ALTER TABLE row_version ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0 CHECK (ahead IN (0, 1));

      CREATE TABLE new_testimony (
        place INTEGER PRIMARY KEY, entity TEXT NOT NULL, id TEXT NOT NULL, UNIQUE (entity, id)
      ) STRICT;
      INSERT INTO new_testimony (entity, id) SELECT entity, id FROM testimony;
      DROP TABLE testimony;
      ALTER TABLE new_testimony RENAME TO testimony;
    `);
    nameStamps(database);
  },
};

/** How an op was called before is not known any more: those of one device and number are taken for one, as before. */
function nameStamps(database: Database.Database): void {
  const update = database.prepare('UPDATE row_version SET made = ?, stamps = ? WHERE entity = ? AND id = ?');
  const named = (stamp: object): object => ({ ...stamp, name: '' });
  for (const { entity, id, made, stamps } of database.prepare<[], Version>('SELECT * FROM row_version').all()) {
    const each = Object.entries(JSON.parse(stamps) as Record<string, object>);
    const all = Object.fromEntries(each.map(([field, stamp]) => [field, named(stamp)]));
    update.run(JSON.stringify(named(JSON.parse(made) as object)), JSON.stringify(all), entity, id);
  }
}
