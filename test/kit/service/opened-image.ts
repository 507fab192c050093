import { readFileSync } from 'node:fs';
import { zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { entryOfCells, quoted, readTable, type CellValue } from '#shared/contract/sync/image-rows.ts';
import type { Entry } from '#shared/domain/sync/row.ts';

/** All rows of an image file, as the entries that would make them, by entity and id. */
export function entriesOfImage(path: string): readonly Entry[] {
  const database = new Database(zstdDecompressSync(readFileSync(path)));
  const devices = new Map(database.prepare<[], [number, string]>('SELECT place, id FROM _device').raw().all());
  const tables = database.prepare<[], string>('SELECT described FROM _table').pluck().all().map(readTable);
  const entries = tables.flatMap((table) =>
    database
      .prepare<[], readonly CellValue[]>(`SELECT * FROM ${quoted(table!.entity)} ORDER BY _id`)
      .raw()
      .all()
      .map((cells) => entryOfCells(table!, cells, (place) => devices.get(place)!)),
  );
  database.close();
  return entries;
}
