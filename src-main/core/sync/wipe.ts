import { storageFailure } from '../database/failure.ts';
import type { Sqlite } from '../database/open.ts';
import type { Log } from '../log.ts';

/** All that tells of customers and of what was done for them; packs, settings and what the desk has to say of itself stay. */
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
  'unfolded',
  'parcel',
] as const;

/** Before a desk begins anew, or when it is taken out of service. In one transaction; `secure_delete` overwrites what is deleted. */
export function wipe(database: Sqlite): void {
  database.pragma('defer_foreign_keys=ON');
  database.prepare('INSERT OR IGNORE INTO leaving (only_row) VALUES (1)').run();
  for (const table of TABLES) database.prepare(`DELETE FROM ${table}`).run();
  database.prepare('DELETE FROM leaving').run();
}

/**
 * Leaves nothing of what was wiped in the write-ahead log, nor in free pages. Outside of any transaction. A disk may
 * refuse, such as one without room for the file that is written anew.
 */
export function settleWiped(database: Sqlite, log: Log): void {
  try {
    database.exec('VACUUM');
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (storageFailure(error) === null) throw error;
    log.error({ code: 'wipe-not-settled' }, 'the wiped file could not be rewritten');
  }
}
