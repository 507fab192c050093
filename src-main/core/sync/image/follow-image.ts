import { quoted, type ImageTable } from '#shared/contract/sync/image-rows.ts';
import type { Sqlite } from '../../database/open.ts';
import type { Arrivals } from '../desk-store.ts';

/** Contacts whose events come with the image; called before they are copied. Their states are folded afterwards (`Unfolded`). */
export function noteUnfolded(database: Sqlite, tables: readonly ImageTable[]): void {
  if (!tables.some(({ entity }) => entity === 'contact-event')) return;
  database.exec(`
    INSERT OR IGNORE INTO unfolded (contact_id)
    SELECT i."of" FROM image.${quoted('contact-event')} AS i
    WHERE i."of" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact_event AS t WHERE t.item = i._id)`);
}

/** Open callbacks that this desk has taken run out here, wherever they came from. */
export function callbacksToFollow(database: Sqlite, device: string, { rows }: Arrivals): void {
  const mine = database
    .prepare<[string], string>(
      `SELECT id FROM callback WHERE status = 'open' AND taken_by ->> 'device' = ?
         AND NOT EXISTS (SELECT 1 FROM countdown WHERE callback_id = callback.id)`,
    )
    .pluck()
    .all(device);
  const ids = rows.get('callback') ?? new Map<string, Set<string>>();
  for (const id of mine) ids.set(id, new Set(['dueAt', 'takenBy']));
  if (ids.size > 0) rows.set('callback', ids);
}
