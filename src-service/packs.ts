import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EpochMs } from '#shared/base/clock.ts';
import type { Sql } from './storage/database.ts';

export const listedPackSchema = z.strictObject({
  sha256: z.string(),
  label: z.string(),
  bytes: z.number(),
  publishedAt: z.number(),
});

export type ListedPack = z.infer<typeof listedPackSchema>;

/** Keeps a script pack under the hash of its bytes. Publishing the same bytes again changes nothing. */
export async function publishPack(sql: Sql, content: Uint8Array, label: string, now: EpochMs): Promise<string> {
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
