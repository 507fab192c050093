import type Database from 'better-sqlite3';

export interface Migration {
  /** Grows by ten, so that a later change can be put between. Written to `user_version`. */
  readonly version: number;
  readonly up: (database: Database.Database) => void;
}
