import Sqlite from 'better-sqlite3';
import {
  cellsOf,
  IMAGE_TABLES,
  imageTableOf,
  quoted,
  ROW_COLUMNS,
  tableText,
  type CellValue,
  type ImageTable,
} from '#shared/contract/sync/image-rows.ts';
import type { Entities, Entity } from '#shared/domain/sync/entity.ts';
import type { RowState } from '#shared/domain/sync/row.ts';

interface Slot {
  readonly entity: Entity;
  readonly table: ImageTable;
  readonly insert: Sqlite.Statement<CellValue[]>;
}

/** Writes rows into a new SQLite file in the form of `contract/sync/image-rows.ts`. Without a journal: one that is not finished is thrown away. */
export class ImageFile {
  readonly #database: Sqlite.Database;
  readonly #slots = new Map<string, Slot>();
  readonly #places = new Map<string, number>();
  readonly #placeOf = (device: string): number => {
    const known = this.#places.get(device);
    if (known !== undefined) return known;
    this.#places.set(device, this.#places.size + 1);
    return this.#places.size;
  };

  constructor(path: string, entities: Entities) {
    this.#database = new Sqlite(path);
    for (const setting of ['page_size=65536', 'journal_mode=OFF', 'synchronous=OFF', 'cache_size=-16384'])
      this.#database.pragma(setting);
    this.#database.exec(IMAGE_TABLES);
    const describe = this.#database.prepare('INSERT INTO _table (described) VALUES (?)');
    for (const entity of entities.values()) {
      const table = imageTableOf(entity);
      this.#database.exec(tableText(table));
      describe.run(JSON.stringify(table));
      const marks = [...ROW_COLUMNS, ...table.columns].map(() => '?').join(', ');
      const insert = this.#database.prepare<CellValue[]>(`INSERT INTO ${quoted(entity.name)} VALUES (${marks})`);
      this.#slots.set(entity.name, { entity, table, insert });
    }
  }

  /** `false`: a row of an entity that this program does not declare. */
  add(rows: readonly RowState[]): boolean {
    this.#database.exec('BEGIN');
    for (const row of rows) {
      const slot = this.#slots.get(row.entity);
      if (slot === undefined) return false;
      slot.insert.run(...cellsOf(slot.table, slot.entity, row, this.#placeOf));
    }
    this.#database.exec('COMMIT');
    return true;
  }

  finish(): void {
    const insert = this.#database.prepare('INSERT INTO _device (place, id) VALUES (?, ?)');
    for (const [device, place] of this.#places) insert.run(place, device);
  }

  close(): void {
    this.#database.close();
  }
}
