import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import Database from 'better-sqlite3';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { IMAGE_TABLES, quoted, readTable, tableText, type ImageTable } from '#shared/contract/sync/image-rows.ts';
import type { ImageOffer } from '#shared/contract/sync.ts';
import type { Sqlite } from '../../database/open.ts';

const unpack = promisify(zstdDecompress);

const NAME = /^image-[0-9a-f]{16}\.tmp(?:-(?:journal|wal|shm))?$/u;

/** An image beside the database of the desk, as the schema `image`. */
export interface AttachedImage {
  readonly tables: readonly ImageTable[];
  detach(): void;
}

/** Files that a crash left behind. */
export function removeLeftImages(database: Sqlite): void {
  const folder = dirname(database.name);
  for (const name of readdirSync(folder)) if (NAME.test(name)) rmSync(join(folder, name), { force: true });
}

/**
 * Checks the bytes of an image and lays its rows beside the database, so that they can be copied by statements. Only rows are taken
 * over: the tables are made here, from their description.
 */
export async function attachImage(
  database: Sqlite,
  packed: Uint8Array,
  offer: ImageOffer,
): Promise<Result<AttachedImage, 'damaged' | 'disk-refused'>> {
  if (packed.length !== offer.bytes || createHash('sha256').update(packed).digest('hex') !== offer.sha256) {
    return fail('damaged');
  }
  let plain: Buffer;
  try {
    // Into one piece: in the usual small ones, putting them together takes longer than unpacking.
    plain = await unpack(packed, { maxOutputLength: offer.fileBytes, chunkSize: Math.max(offer.fileBytes, 65_536) });
  } catch {
    return fail('damaged');
  }
  if (plain.length !== offer.fileBytes || !database.open) return fail('damaged');
  const path = join(dirname(database.name), `image-${randomBytes(8).toString('hex')}.tmp`);
  // Never in the clear on a disk: a raw key that nobody keeps.
  const key = `x'${randomBytes(32).toString('hex')}'`;
  try {
    const tables = scramble(plain, path, key);
    if (tables === null) return fail('damaged');
    database.prepare('ATTACH ? AS image KEY ?').run(path, key);
    return ok({
      tables,
      detach: () => {
        database.exec('DETACH image');
        rmSync(path, { force: true });
      },
    });
  } catch (error) {
    rmSync(path, { force: true });
    if (!(error instanceof Database.SqliteError)) throw error;
    return fail(/^SQLITE_(FULL|IOERR|CANTOPEN|READONLY)/u.test(error.code) ? 'disk-refused' : 'damaged');
  }
}

/** From the bytes in memory into a file that only this process can read; `null` when they are not what an image is. */
function scramble(plain: Buffer, path: string, key: string): readonly ImageTable[] | null {
  const image = new Database(plain);
  try {
    image.pragma('trusted_schema=OFF');
    image.pragma(`cipher='aegis'`);
    image.prepare('ATTACH ? AS scrambled KEY ?').run(path, key);
    for (const setting of ['page_size=65536', 'journal_mode=OFF', 'synchronous=OFF'])
      image.pragma(`scrambled.${setting}`);
    const described = image.prepare<[], string>('SELECT described FROM main._table').pluck().all();
    const tables = described.map(readTable);
    image.exec('BEGIN');
    image.exec(inScrambled(IMAGE_TABLES));
    image.exec('INSERT INTO scrambled._device SELECT place, id FROM main._device');
    for (const table of tables) {
      if (table === null) return null;
      image.exec(inScrambled(tableText(table)));
      image.exec(`INSERT INTO scrambled.${quoted(table.entity)} SELECT * FROM main.${quoted(table.entity)}`);
    }
    image.exec('COMMIT');
    return tables.filter((table) => table !== null);
  } finally {
    image.close();
  }
}

const inScrambled = (text: string): string => text.replaceAll('CREATE TABLE ', 'CREATE TABLE scrambled.');
