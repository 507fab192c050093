import { storageFailure } from '../database/failure.ts';
import type { Sqlite } from '../database/open.ts';

/** All that tells of customers and of what was done for them; packs and settings stay. */
const TABLES = [
  ...[
    'draft',
    'countdown',
    'callback_attempt',
    'callback',
    'case_revision',
    'contact_event',
    'contact',
    'service_case',
  ],
  ...[
    'customer',
    'conflict',
    'outbox',
    'row_version',
    'maker',
    'withheld',
    'deferred',
    'testimony',
    'quarantined',
    'former_item',
  ],
  'notice',
  'unfolded',
  'parcel',
] as const;

/** An administrator took this desk out of service. In one transaction; `secure_delete` overwrites what is deleted. */
export function wipe(database: Sqlite): void {
  database.pragma('defer_foreign_keys=ON');
  database.prepare('INSERT OR IGNORE INTO leaving (only_row) VALUES (1)').run();
  for (const table of TABLES) database.prepare(`DELETE FROM ${table}`).run();
  database.prepare('DELETE FROM leaving').run();
}

/**
 * Leaves nothing of what was wiped in the write-ahead log, nor in free pages. Outside of any transaction. `false` when the disk refuses,
 * such as one without room for the file that is written anew.
 */
export function settleWiped(database: Sqlite): boolean {
  try {
    database.exec('VACUUM');
    database.pragma('wal_checkpoint(TRUNCATE)');
    return true;
  } catch (error) {
    if (storageFailure(error) === null) throw error;
    return false;
  }
}
