const columns = (text: string, number: string): string => `(
    device ${text} NOT NULL, matter ${text} NOT NULL, stream ${text} NOT NULL, name ${text} NOT NULL,
    since ${number} NOT NULL, until ${number} NOT NULL, PRIMARY KEY (device, matter)
  )`;

/** Nothing of it outlives a crash, and it costs no write-ahead log. */
export const POSTGRES_PRESENCE = `
  CREATE UNLOGGED TABLE presence ${columns('text', 'bigint')};
  CREATE INDEX presence_matter ON presence (matter);`;

/** One process serves alone here: the table is its own, in memory, and in no backup. */
export const SQLITE_PRESENCE = `
  CREATE TEMP TABLE presence ${columns('TEXT', 'INTEGER')} STRICT, WITHOUT ROWID;
  CREATE INDEX temp.presence_matter ON presence (matter);`;
