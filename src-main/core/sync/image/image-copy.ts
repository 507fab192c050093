import { phoneKey } from '#shared/domain/case/phone.ts';
import {
  entryOfCells,
  quoted,
  ROW_COLUMNS,
  type CellValue,
  type ImageTable,
} from '#shared/contract/sync/image-rows.ts';
import { DigestSum, EMPTY_DIGEST, plus, type Digest } from '#shared/domain/sync/digest.ts';
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

/** By column of a version, what the image has for it. */
const VERSION = {
  ...{ wall: 'i._wall', counter: 'i._counter', maker: 'd.maker', op: 'i._op', name: 'i._name', stamps: 'i._stamps' },
  stream: '@stream',
} as const;
const isOtherVersion = Object.entries(VERSION)
  .map(([column, value]) => `v.${column} IS NOT ${value}`)
  .join(' OR ');

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
    // In the order of their key: at the end of the table, one after the other.
    const entities = this.#tables.filter((table) => this.#copied(table) !== null).map(({ entity }) => entity);
    for (const entity of entities.toSorted()) this.#copyVersions(entity);
    return this.#digest();
  }

  /** What is left, as the entries that would make it. */
  others(): readonly Entry[] {
    const devices = new Map(
      this.#database.prepare<[], [number, string]>('SELECT place, id FROM image._device').raw().all(),
    );
    return this.#tables
      .filter(({ entity }) => this.#hasOthers(entity))
      .flatMap((table) => {
        const names = [...ROW_COLUMNS, ...table.columns.map(({ field }) => quoted(field))];
        const columns = names.map((name) => `i.${name}`).join(', ');
        return this.#database
          .prepare<[string], readonly CellValue[]>(
            `SELECT ${columns} FROM image.${quoted(table.entity)} AS i
           CROSS JOIN temp.image_other AS o ON o.entity = ? AND o.id = i._id ORDER BY i._wall, i._counter`,
          )
          .raw()
          .all(table.entity)
          .map((cells) => entryOfCells(table, cells, (place) => devices.get(place) ?? ''));
      });
  }

  #hasOthers(entity: string): boolean {
    return this.#database.prepare('SELECT 1 FROM temp.image_other WHERE entity = ? LIMIT 1').get(entity) !== undefined;
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
      CREATE TEMP TABLE IF NOT EXISTS image_device (place INTEGER PRIMARY KEY, id TEXT, maker INTEGER);
      DELETE FROM temp.image_other;
      DELETE FROM temp.image_device;
      INSERT OR IGNORE INTO maker (id) SELECT id FROM image._device;
      INSERT INTO temp.image_device SELECT i.place, i.id, m.place FROM image._device AS i JOIN maker AS m ON m.id = i.id;
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
    // A new desk has no row of its own.
    if (how === null || table === undefined || !this.#hasRows(table.table)) return;
    const device = 'JOIN temp.image_device AS d ON d.place = i._device';
    if (table.kind === 'items') {
      // An item that this desk wrote, and does not know yet by the name that the service gave it.
      const isNew = `NOT EXISTS (SELECT 1 FROM ${table.table} AS t WHERE t.item = i._id)`;
      mark(`${image} ${device} WHERE d.id = @device AND ${isNew}`);
      mark(`${image} CROSS JOIN former_item AS f ON f.id = i._id WHERE ${isNew}`);
      return;
    }
    mark(
      `${image} CROSS JOIN ${table.table} AS t ON t.id = i._id ${device}
         LEFT JOIN row_version AS v ON v.entity = @entity AND v.id = i._id
       WHERE ${isOtherVersion}`,
    );
  }

  #hasRows(table: string): boolean {
    return this.#database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() !== undefined;
  }

  #from(entity: string): string {
    const free = this.#hasOthers(entity)
      ? `NOT EXISTS (SELECT 1 FROM temp.image_other AS o WHERE o.entity = @entity AND o.id = i._id)`
      : 'true';
    return `image.${quoted(entity)} AS i JOIN temp.image_device AS d ON d.place = i._device WHERE ${free}`;
  }

  #copy(entity: string, { columns, fields }: Copied): void {
    const table = entityTables[entity];
    if (table === undefined) return;
    const isHere = `EXISTS (SELECT 1 FROM ${table.table} AS t WHERE t.item = i._id)`;
    const kept = fields.map((name) => `${name} = excluded.${name}`).join(', ');
    const rule =
      table.kind === 'rows'
        ? `ON CONFLICT (id) DO UPDATE SET ${kept}`
        : `AND NOT ${isHere} ORDER BY i._wall, i._counter ON CONFLICT DO NOTHING`;
    const { changes } = this.#database
      .prepare(
        `INSERT INTO ${table.table} (${Object.keys(columns).join(', ')}) SELECT ${Object.values(columns).join(', ')}
         FROM ${this.#from(entity)} ${rule}`,
      )
      .run({ entity, now: this.#about.now });
    if (table.kind === 'rows' || changes === this.#count(entity)) return;
    // Of two things of one number, which two pasts of a disk have done, one is not there yet.
    this.#database
      .prepare(
        `INSERT OR IGNORE INTO temp.image_other SELECT @entity, i._id FROM image.${quoted(entity)} AS i WHERE NOT ${isHere}`,
      )
      .run({ entity });
  }

  #count(entity: string): number {
    return (
      this.#database
        .prepare<[], number>(`SELECT count(*) FROM image.${quoted(entity)}`)
        .pluck()
        .get() ?? 0
    );
  }

  #copyVersions(entity: string): void {
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO row_version (entity, id, seq, ahead, ${Object.keys(VERSION).join(', ')})
         SELECT @entity, i._id, i._seq, 0, ${Object.values(VERSION).join(', ')} FROM ${this.#from(entity)}`,
      )
      .run({ entity, stream: this.#about.stream });
  }

  /** Over what is stored now. A name holds no control character: so 100,000 of them are one text, which costs less than as many rows. */
  #digest(): Digest {
    const stored = this.#database.prepare<[string, string], string | null>(
      `SELECT group_concat(seq || ' ' || id, char(10)) FROM row_version WHERE stream = ? AND entity = ? AND seq > 0`,
    );
    let sum = EMPTY_DIGEST;
    for (const { entity } of this.#tables) {
      const text = stored.pluck().get(this.#about.stream, entity) ?? '';
      const rows = new DigestSum(keyOf({ entity, id: '' }));
      for (let at = 0; at < text.length;) {
        const [space, line] = [text.indexOf(' ', at), text.indexOf('\n', at)];
        const end = line < 0 ? text.length : line;
        rows.add(text, space + 1, end, Number(text.slice(at, space)));
        at = end + 1;
      }
      sum = plus(sum, rows.digest);
    }
    return sum;
  }
}
