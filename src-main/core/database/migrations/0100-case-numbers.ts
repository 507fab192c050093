import type Database from 'better-sqlite3';

/**
 * Part of version 100: two desks can give one number by chance. A case of another desk that was refused for its number would
 * hold up everything that comes behind it, so cases are told apart by their ids alone.
 */
export function rebuildCases(database: Database.Database): void {
  // What refers to a case does so again when the transaction ends.
  database.pragma('defer_foreign_keys=ON');
  database.exec(`
    CREATE TEMP TABLE all_cases AS SELECT * FROM service_case;
    DROP TABLE service_case;

    CREATE TABLE service_case (
      id TEXT PRIMARY KEY,
      number TEXT NOT NULL,
      customer_id TEXT NOT NULL REFERENCES customer (id),
      scenario TEXT,
      fields TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('open', 'promised', 'to-be-completed', 'done')),
      owner TEXT NOT NULL,
      pack_hash TEXT NOT NULL,
      opened_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL
    ) STRICT;
    INSERT INTO service_case SELECT * FROM all_cases;
    DROP TABLE all_cases;

    CREATE INDEX case_by_number ON service_case (number);
    CREATE INDEX case_by_time ON service_case (opened_at, id);
    CREATE INDEX case_by_customer ON service_case (customer_id);
    CREATE INDEX case_by_debt ON service_case (opened_at, id) WHERE status = 'to-be-completed';
  `);
}
