import type Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { Migration } from './migration.ts';
import { foundation } from './migrations/0010-foundation.ts';
import { callbacks } from './migrations/0020-callbacks.ts';
import { countdowns } from './migrations/0030-countdowns.ts';
import { closedContacts } from './migrations/0040-closed-contacts.ts';
import { shownCountdowns } from './migrations/0050-shown-countdowns.ts';
import { leanCountdowns } from './migrations/0060-lean-countdowns.ts';
import { orderOfWriting } from './migrations/0070-order-of-writing.ts';
import { phoneKeys } from './migrations/0080-phone-keys.ts';
import { sync } from './migrations/0100-sync.ts';
import { images } from './migrations/0110-images.ts';
import { namedStamps } from './migrations/0120-named-stamps.ts';
import { parcels } from './migrations/0130-parcels.ts';
import { leanVersions } from './migrations/0140-lean-versions.ts';
import { seenDrafts } from './migrations/0150-seen-drafts.ts';

/** In order. A migration that was released is never changed again. */
export const MIGRATIONS: readonly Migration[] = [
  foundation,
  callbacks,
  countdowns,
  closedContacts,
  shownCountdowns,
  leanCountdowns,
  orderOfWriting,
  phoneKeys,
  sync,
  images,
  namedStamps,
  parcels,
  leanVersions,
  seenDrafts,
];

export const LATEST_VERSION = Math.max(...MIGRATIONS.map((migration) => migration.version));

/** Runs what is missing, each in a transaction of its own: after a crash or a failure the schema is that of one version. */
export function migrate(
  database: Database.Database,
  upTo = LATEST_VERSION,
): Result<void, { readonly version: number; readonly reason: string }> {
  const from = Number(database.pragma('user_version', { simple: true }));
  for (const { version, up } of MIGRATIONS.filter((m) => m.version > from && m.version <= upTo)) {
    try {
      database
        .transaction(() => {
          up(database);
          database.pragma(`user_version=${version}`);
        })
        .immediate();
    } catch (error) {
      return fail({ version, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return ok();
}
