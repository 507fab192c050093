import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EpochMs } from '#shared/base/clock.ts';
import { SHARED_STREAM } from '#shared/domain/sync/entity.ts';
import { markOf, withValue } from '#shared/domain/sync/row.ts';
import { Workspace } from '#shared/domain/sync/service/workspace.ts';
import { after } from '#shared/domain/sync/stamp.ts';
import type { Database, Sql } from './storage/database.ts';

export const listedPackSchema = z.strictObject({
  sha256: z.string(),
  label: z.string(),
  bytes: z.number(),
  publishedAt: z.number(),
});

export type ListedPack = z.infer<typeof listedPackSchema>;

/** Who writes into streams what no desk wrote. */
const SERVICE = 'service';

/**
 * Keeps a script pack under the hash of its bytes, and tells all desks in the shared stream. The one published last is used:
 * publishing earlier bytes again takes back what came between.
 */
export async function publishPack(
  database: Database,
  content: Uint8Array,
  label: string,
  now: EpochMs,
): Promise<string> {
  const sha256 = await storePack(database, content, label, now);
  await database.transaction(async (transaction) => {
    const workspace = new Workspace(transaction);
    const name = { entity: 'pack', id: sha256 };
    await workspace.load([name]);
    const stamp = { wall: now, counter: 0, device: SERVICE, op: 0, name: `${sha256.slice(0, 8)}.${String(now)}` };
    const known = workspace.get(name);
    const made = { seq: null, stamp };
    const row = known ?? { ...name, stream: SHARED_STREAM, seq: 0, values: { label }, made, marks: {} };
    // Also when the clock was set back: the stamps of a field only ever grow.
    const grown = known === null ? stamp : { ...stamp, ...after(stamp, markOf(known, 'publishedAt').stamp) };
    const next = withValue(row, 'publishedAt', { value: now, stamp: grown });
    workspace.put(next, Object.keys(next.values));
    await transaction.commit(workspace.writes());
  });
  return sha256;
}

async function storePack(sql: Sql, content: Uint8Array, label: string, now: EpochMs): Promise<string> {
  const sha256 = createHash('sha256').update(content).digest('hex');
  await sql.all(
    `INSERT INTO pack (sha256, label, published_at, bytes, content) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (sha256) DO NOTHING`,
    [sha256, label, now, content.length, content],
  );
  return sha256;
}

/** The newest first. */
export async function listPacks(sql: Sql): Promise<readonly ListedPack[]> {
  const rows = await sql.all(
    'SELECT sha256, label, bytes, published_at AS "publishedAt" FROM pack ORDER BY published_at DESC, sha256',
  );
  return rows.map((row) => listedPackSchema.parse(row));
}

export async function packContent(sql: Sql, sha256: string): Promise<Uint8Array | null> {
  const [row] = await sql.all('SELECT content FROM pack WHERE sha256 = $1', [sha256]);
  const content = row?.content;
  return content instanceof Uint8Array ? content : null;
}
