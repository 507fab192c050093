/**
 * A challenge lives for a minute, and one that is lost is asked for again: it is worth no wait for the disk, and belongs in no
 * backup.
 */
export const POSTGRES_CHALLENGE = 'ALTER TABLE challenge SET UNLOGGED;';

export const SQLITE_CHALLENGE = `
  CREATE TEMP TABLE challenge (
    proof TEXT PRIMARY KEY, device TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX temp.challenge_expires ON challenge (expires_at);`;
