import { z } from 'zod';
import type { Lease } from '#shared/domain/sync/desk/lease.ts';
import { storageFailure } from '../database/failure.ts';
import type { Sqlite } from '../database/open.ts';

const KEY = 'lease';
const number = z.number();

const leaseSchema: z.ZodType<Lease> = z.object({
  days: z.int().min(0),
  used: number,
  seen: z.object({ bootId: z.string().nullable(), sinceBoot: number, wall: number, journal: number }),
});

/** `null`: no service has said anything of a lease. What cannot be read was not written by this program. */
export function loadLease(database: Sqlite): Lease | null {
  const stored = database.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck().get(KEY);
  const read = stored === undefined ? null : leaseSchema.safeParse(JSON.parse(stored));
  return read?.success === true ? read.data : null;
}

/** `false` when the disk refuses: what is on it is only older than it could be. */
export function saveLease(database: Sqlite, lease: Lease): boolean {
  try {
    database
      .prepare('INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
      .run(KEY, JSON.stringify(lease));
    return true;
  } catch (error) {
    if (storageFailure(error) === null) throw error;
    return false;
  }
}
