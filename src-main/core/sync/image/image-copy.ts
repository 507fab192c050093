import { phoneKey } from '#shared/domain/case/phone.ts';
import {
  entryOfCells,
  quoted,
  ROW_COLUMNS,
  type CellValue,
  type ImageTable,
} from '#shared/contract/sync/image-rows.ts';
import { contribution, EMPTY_DIGEST, plus, type Digest } from '#shared/domain/sync/digest.ts';
import type { Entities } from '#shared/domain/sync/entity.ts';
import { keyOf } from '#shared/domain/sync/op.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { Sqlite } from '../../database/open.ts';
import { entityTables } from '../entity-tables.ts';
import { copied, type Copied } from './copy-columns.ts';

interface About {
  readonly stream: string;
  /** This desk, and up to which of its ops the results are known. */
  readonly device: string;
  readonly settled: number;
  readonly now: number;
}

/** As `SyncTables` writes a stamp. */
const MADE = `'{"wall":' || i._wall || ',"counter":' || i._counter || ',"device":' || d.quoted || ',"op":' || i._op || '}'`;
const IS_OTHER = (entity: string): string =>
  `EXISTS (SELECT 1 FROM temp.image_other AS o WHERE o.entity = ${entity} AND o.id = i._id)`;

/**
 * Copies the rows of an attached image into the tables of the desk. A row in which the desk has a part of its own (an edit that is not
 * settled, something withheld, another version, a field that this program does not know) is left for the rules: `others`.
 * Called in the transaction that takes the image in.
 */
export class ImageCopy {
  readonly #database: Sqlite;
  readonly #entities: Entities;
  readonly #tables: readonly ImageTable[];
  readonly #about: About;

  constructor(database: Sqlite, entities: Entities, tables: readonly ImageTable[], about: About) {
    this.#database = database;
    this.#entities = entities;
    this.#tables = tables;
    this.#about = about;
  }

  /** The digest of the rows that were copied. */
  lay(): Digest {
    const { stream } = this.#about;
    this.#prepare();
    for (const table of this.#tables) this.#markOthers(table, this.#copied(table));
    this.#database.prepare('UPDATE row_version SET seq = 0 WHERE stream = ?').run(stream);
    for (const table of this.#tables) {
      const how = this.#copied(table);
      if (how !== null) this.#copy(table.entity, how);
    }
    return this.#digest();
  }

  /** What is left, as the entries that would make it. */
  others(): readonly Entry[] {
    const devices = new Map(
      this.#database.prepare<[], [number, string]>('SELECT place, id FROM image._device').raw().all(),
    );
    return this.#tables.flatMap((table) => {
      const names = [...ROW_COLUMNS, ...table.columns.map(({ field }) => quoted(field))];
      const columns = names.map((name) => `i.${name}`).join(', ');
      return this.#database
        .prepare<[string], readonly CellValue[]>(
          `SELECT ${columns} FROM temp.image_other AS o CROSS JOIN image.${quoted(table.entity)} AS i ON i._id = o.id
           WHERE o.entity = ? ORDER BY i._wall, i._counter`,
        )
        .raw()
        .all(table.entity)
        .map((cells) => entryOfCells(table, cells, (place) => devices.get(place) ?? ''));
    });
  }

  #copied(image: ImageTable): Copied | null {
    const entity = this.#entities.get(image.entity);
    const table = Object.hasOwn(entityTables, image.entity) ? entityTables[image.entity] : undefined;
    return entity === undefined || table === undefined ? null : copied(entity, table, image);
  }

  #prepare(): void {
    this.#database.function('phone_key', { deterministic: true, directOnly: true }, (phone) => phoneKey(String(phone)));
    // Rows are copied entity by entity, whatever they refer to.
    this.#database.pragma('defer_foreign_keys=ON');
    this.#database.exec(`
      CREATE TEMP TABLE IF NOT EXISTS image_other (entity TEXT, id TEXT, PRIMARY KEY (entity, id)) WITHOUT ROWID;
      CREATE TEMP TABLE IF NOT EXISTS image_device (place INTEGER PRIMARY KEY, id TEXT, quoted TEXT);
      DELETE FROM temp.image_other;
      DELETE FROM temp.image_device;
      INSERT INTO temp.image_device SELECT place, id, json_quote(id) FROM image._device;
      INSERT OR IGNORE INTO temp.image_other SELECT entity, id FROM withheld;
      INSERT OR IGNORE INTO temp.image_other SELECT entity, id FROM deferred;`);
    this.#database
      .prepare(
        `INSERT OR IGNORE INTO temp.image_other SELECT entity, entity_id FROM outbox WHERE dev_seq > ? AND kind <> 'append'`,
      )
      .run(this.#about.settled);
  }

  #markOthers({ entity }: ImageTable, how: Copied | null): void {
    const mark = (select: string): void => {
      this.#database
        .prepare(`INSERT OR IGNORE INTO temp.image_other SELECT @entity, i._id FROM ${select}`)
        .run({ entity, device: this.#about.device, stream: this.#about.stream });
    };
    const image = `image.${quoted(entity)} AS i`;
    mark(`${image} WHERE ${how?.isOdd ?? 'true'}`);
    const table = entityTables[entity];
    if (how === null || table === undefined) return;
    if (table.kind === 'items') {
      // An item that this desk wrote, and does not know yet by the name that the service gave it.
      const isNew = `NOT EXISTS (SELECT 1 FROM ${table.table} AS t WHERE t.item = i._id)`;
      mark(`${image} JOIN temp.image_device AS d ON d.place = i._device WHERE d.id = @device AND ${isNew}`);
      mark(`former_item AS f CROSS JOIN ${image} ON i._id = f.id WHERE ${isNew}`);
      return;
    }
    mark(
      `${table.table} AS t CROSS JOIN ${image} ON i._id = t.id JOIN temp.image_device AS d ON d.place = i._device
         LEFT JOIN row_version AS v ON v.entity = @entity AND v.id = i._id
       WHERE v.made IS NOT ${MADE} OR v.stamps IS NOT coalesce(i._stamps, '{}') OR v.stream IS NOT @stream`,
    );
  }

  #copy(entity: string, { columns, fields }: Copied): void {
    const table = entityTables[entity];
    if (table === undefined) return;
    const { stream, now } = this.#about;
    const from = `image.${quoted(entity)} AS i JOIN temp.image_device AS d ON d.place = i._device
       WHERE NOT ${IS_OTHER('@entity')}`;
    const isHere = `EXISTS (SELECT 1 FROM ${table.table} AS t WHERE t.item = i._id)`;
    const kept = fields.map((name) => `${name} = excluded.${name}`).join(', ');
    const rule =
      table.kind === 'rows'
        ? `ON CONFLICT (id) DO UPDATE SET ${kept}`
        : `AND NOT ${isHere} ORDER BY i._wall, i._counter`;
    this.#database
      .prepare(
        `INSERT INTO ${table.table} (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).join(', ')}
         FROM ${from} ${rule}`,
      )
      .run({ entity, now });
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO row_version (entity, id, stream, seq, made, stamps)
         SELECT @entity, i._id, @stream, i._seq, ${MADE}, coalesce(i._stamps, '{}') FROM ${from}`,
      )
      .run({ entity, stream });
  }

  /** Over what is stored now. */
  #digest(): Digest {
    let sum = EMPTY_DIGEST;
    const versions = this.#database
      .prepare<[string], [string, string, number]>(
        'SELECT entity, id, seq FROM row_version WHERE stream = ? AND seq > 0',
      )
      .raw();
    for (const [entity, id, seq] of versions.iterate(this.#about.stream)) {
      sum = plus(sum, contribution(keyOf({ entity, id }), seq));
    }
    return sum;
  }
}
