import { z } from 'zod';
import type { EpochMs } from '#shared/base/clock.ts';
import { IMAGE_FORMAT, imageOfferSchema, type ImageOffer } from '#shared/contract/sync.ts';
import type { Sql } from '../storage/database.ts';

const [number, text] = [z.number(), z.string()];
const storedSchema = z.object({
  ...{ sha256: text, stream: text, epoch: text, seq: number, high: number, low: number, wall: number },
  ...{ counter: number, rows: number, bytes: number, fileBytes: number },
});

const COLUMNS = `sha256, stream, epoch, seq, high, low, wall, counter, row_count AS "rows", bytes, file_bytes AS "fileBytes"`;

export async function recordImage(sql: Sql, image: ImageOffer, now: EpochMs): Promise<void> {
  const { sha256, stream, epoch, seq, digest, latest, rows, bytes, fileBytes } = image;
  await sql.all(
    `INSERT INTO image (sha256, stream, epoch, format, seq, high, low, wall, counter, row_count, bytes, file_bytes, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (sha256) DO NOTHING`,
    [
      ...[sha256, stream, epoch, IMAGE_FORMAT, seq, digest.high, digest.low, latest.wall, latest.counter],
      ...[rows, bytes, fileBytes, now],
    ],
  );
}

/** The images of a stream in the present life of the service, the furthest first. */
export async function imagesOf(sql: Sql, stream: string): Promise<readonly ImageOffer[]> {
  const rows = await sql.all(
    `SELECT ${COLUMNS} FROM image WHERE stream = $1 AND format = $2
       AND epoch = (SELECT id FROM epoch ORDER BY number DESC LIMIT 1) ORDER BY seq DESC, made_at DESC`,
    [stream, IMAGE_FORMAT],
  );
  return rows.map((row) => {
    const { high, low, wall, counter, ...rest } = storedSchema.parse(row);
    return imageOfferSchema.parse({ ...rest, digest: { high, low }, latest: { wall, counter } });
  });
}

/** The stream whose image this is; `null` when there is none, or when it was made in a former life of the service. */
export async function streamOfImage(sql: Sql, sha256: string): Promise<string | null> {
  const [row] = await sql.all('SELECT stream FROM image WHERE sha256 = $1', [sha256]);
  return row === undefined ? null : String(row.stream);
}

/** Forgets all images made before, except those that are named. Gives what is still known. */
export async function forgetImages(sql: Sql, before: EpochMs, but: readonly string[]): Promise<readonly string[]> {
  const rows = await sql.all('SELECT sha256, made_at FROM image');
  const isOver = ({ sha256, made_at }: (typeof rows)[number]): boolean =>
    Number(made_at) < before && !but.includes(String(sha256));
  for (const row of rows.filter(isOver)) await sql.all('DELETE FROM image WHERE sha256 = $1', [row.sha256 ?? null]);
  return rows.filter((row) => !isOver(row)).map(({ sha256 }) => String(sha256));
}

/** What a desk at `from` would have to pull, counted until it is more than `limit`; `null`: not all of it is there any more. */
export async function entriesAfter(
  sql: Sql,
  stream: string,
  { from, head, limit }: { readonly from: number; readonly head: number; readonly limit: number },
): Promise<number | null> {
  if (from >= head) return 0;
  const [row] = await sql.all(
    `SELECT min(seq) AS first, sum(entries) AS entries FROM (
       SELECT seq, entries FROM log WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3) AS next`,
    [stream, from, limit + 1],
  );
  return row?.first === from + 1 ? Number(row.entries) : null;
}
