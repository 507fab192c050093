import type { Sqlite } from '#core/database/open.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';

/** A pack that contacts were begun with, or `null` when it is not there or cannot be read. */
export function storedPack(database: Sqlite, hash: string): Pack | null {
  const body = database.prepare<[string], string>('SELECT body FROM pack WHERE hash = ?').pluck().get(hash);
  if (body === undefined) return null;
  try {
    const read = readPack(JSON.parse(body));
    return read.ok ? read.value : null;
  } catch {
    return null;
  }
}
