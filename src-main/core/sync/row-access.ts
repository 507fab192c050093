import type { Json } from '#shared/base/canonical-json.ts';
import type { EpochMs } from '#shared/base/clock.ts';
import { referencesOf, type Entities } from '#shared/domain/sync/entity.ts';
import { sameValue } from '#shared/domain/sync/concurrent.ts';
import type { RowName } from '#shared/domain/sync/desk/store.ts';
import type { Values } from '#shared/domain/sync/op.ts';
import type { Stamp } from '#shared/domain/sync/stamp.ts';
import type { Sqlite } from '../database/open.ts';
import { entityTables, type Column, type EntityTable, type ItemTable, type RowTable } from './entity-tables.ts';

type Cell = string | number | null;

interface Place {
  readonly table: EntityTable;
  readonly key: string;
  /** Texts of statements, made once: each row of a large pull is looked for and read. */
  readonly has: string;
  readonly read: string;
}

const places: ReadonlyMap<string, Place> = new Map(
  Object.entries(entityTables).map(([entity, table]) => {
    const key = table.kind === 'rows' ? 'id' : 'item';
    const names = Object.values(table.columns).map(({ name }) => name);
    if (table.kind === 'rows' && table.anyField !== undefined) names.push(table.anyField.column);
    const where = `FROM ${table.table} WHERE ${key} = ?`;
    return [entity, { table, key, has: `SELECT 1 ${where}`, read: `SELECT ${names.join(', ')} ${where}` }];
  }),
);

/** Reads and writes rows of the feature tables by the names of their fields, from the declarations alone. */
export class RowAccess {
  readonly #database: Sqlite;
  readonly #entities: Entities;

  readonly #now: EpochMs;

  constructor(database: Sqlite, entities: Entities, now: EpochMs) {
    this.#database = database;
    this.#entities = entities;
    this.#now = now;
  }

  has({ entity, id }: RowName): boolean {
    return this.#database.prepare(placeOf(entity).has).get(id) !== undefined;
  }

  read({ entity, id }: RowName): Values | null {
    const { table, read } = placeOf(entity);
    const row = this.#database.prepare<[string], Record<string, Cell>>(read).get(id);
    if (row === undefined) return null;
    const values = Object.entries(table.columns).map(([field, column]): [string, Json] => [
      field,
      decode(column, row[column.name] ?? null),
    ]);
    const any = table.kind === 'rows' ? table.anyField : undefined;
    if (any !== undefined) {
      const free = own(row[any.column] ?? null) as Values;
      for (const [field, value] of Object.entries(free)) values.push([`${any.prefix}${field}`, value]);
    }
    return Object.fromEntries(values);
  }

  /** `false` when a row that it refers to is not here. */
  insert({ entity, id }: RowName, values: Values, made: Stamp): boolean {
    if (!this.knowsReferences(entity, values)) return false;
    const { table } = placeOf(entity);
    if (table.kind === 'items') this.#insertItem(table, id, values, made);
    else this.#insertRow(table, id, values, made);
    return true;
  }

  /** Sets fields of a row; which of them are others now. `null` when a row that one of these refers to is not here. */
  update({ entity, id }: RowName, values: Values): readonly string[] | null {
    const { table } = placeOf(entity);
    const before = table.kind === 'items' ? null : this.read({ entity, id });
    if (table.kind === 'items' || before === null) return [];
    const changed = Object.entries(values).filter(([field, value]) => !sameValue(before[field] ?? null, value));
    // Most that comes is what this desk has said itself, and is here as it was said.
    if (changed.length === 0) return [];
    const now = Object.fromEntries(changed);
    if (!this.knowsReferences(entity, now)) return null;
    const cells = { ...cellsOf(table, now), ...freeCells(table, before, now), ...table.derived?.(now, this.#now) };
    const columns = Object.keys(cells);
    this.#database
      .prepare(`UPDATE ${table.table} SET ${columns.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`)
      .run({ ...cells, id });
    return Object.keys(now);
  }

  remove({ entity, id }: RowName): void {
    const { table, key } = placeOf(entity);
    this.#database.prepare(`DELETE FROM ${table.table} WHERE ${key} = ?`).run(id);
  }

  /** Gives an item that this desk wrote the name under which the service has it. `false` when there is none like it. */
  nameOwnItem({ entity, id }: RowName, values: Values): boolean {
    const { table } = placeOf(entity);
    if (table.kind !== 'items') return false;
    const cells = cellsOf(table, values);
    // JSON of the same value may be written in another order; the other columns tell the item well enough.
    const telling = Object.values(table.columns).filter(({ name, codec }) => codec !== 'json' && name in cells);
    const same = telling.map(({ name }) => `${name} IS @${name}`);
    const { changes } = this.#database
      .prepare(
        `UPDATE OR IGNORE ${table.table} SET item = @id
         WHERE ${same.join(' AND ')} AND (item IS NULL OR item = @id)`,
      )
      .run({ ...cells, id });
    return changes > 0;
  }

  #insertRow(table: RowTable, id: string, values: Values, made: Stamp): void {
    const cells = {
      ...table.made,
      ...(table.hasDevice && { device: made.device }),
      ...cellsOf(table, values),
      ...table.derived?.(values, this.#now),
    };
    this.#insert(table, { ...cells, ...freeCells(table, {}, values), id });
  }

  #insertItem(table: ItemTable, id: string, values: Values, made: Stamp): void {
    const written = table.written ? { written_wall: made.wall, written_counter: made.counter } : {};
    const cells = { ...cellsOf(table, values), ...written, item: id };
    if (this.#insert(table, { ...cells, device: made.device }, 'ON CONFLICT DO NOTHING') > 0) return;
    // Two pasts of one disk have each done something of this number: both are kept.
    this.#insert(table, { ...cells, device: `${made.device} ${id}` });
  }

  /** How many rows were made. */
  #insert({ table }: EntityTable, cells: Readonly<Record<string, Cell>>, rule = ''): number {
    const columns = Object.keys(cells);
    const values = columns.map((name) => `@${name}`);
    return this.#database
      .prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')}) ${rule}`)
      .run(cells).changes;
  }

  knowsReferences(entity: string, values: Values): boolean {
    const declared = this.#entities.get(entity);
    return declared !== undefined && referencesOf(declared, values).every((row) => this.has(row));
  }
}

function placeOf(entity: string): Place {
  const place = places.get(entity);
  if (place === undefined) throw new Error(`no table for ${entity}`);
  return place;
}

/** A field without a value is as in a row of which it was left out. */
function cellsOf(table: EntityTable, values: Values): Readonly<Record<string, Cell>> {
  const made: Readonly<Record<string, Cell>> = table.kind === 'rows' ? table.made : {};
  return Object.fromEntries(
    Object.entries(values).flatMap(([field, value]) => {
      const column = Object.hasOwn(table.columns, field) ? table.columns[field] : undefined;
      if (column === undefined) return [];
      const none = value === null && Object.hasOwn(made, column.name) ? made[column.name] : undefined;
      return [[column.name, none ?? encode(column, value)] as const];
    }),
  );
}

/** The column with the fields whose names are the pack's, if one of them is given. */
function freeCells({ anyField }: RowTable, before: Values, values: Values): Readonly<Record<string, Cell>> {
  if (anyField === undefined) return {};
  const { prefix, column } = anyField;
  const free = (from: Values): readonly (readonly [string, Json])[] =>
    Object.entries(from).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    );
  const given = free(values);
  if (given.length === 0) return {};
  const after = new Map([...free(before), ...given]);
  return { [column]: JSON.stringify(Object.fromEntries([...after].filter(([, value]) => value !== null))) };
}

function encode({ codec }: Column, value: Json): Cell {
  if (codec === 'json') return JSON.stringify(value);
  if (codec === 'boolean') return value === true ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function decode({ codec }: Column, cell: Cell): Json {
  if (codec === 'json') return own(cell);
  return codec === 'boolean' ? cell === 1 : cell;
}

/** What only this program has written, as JSON, is read back without being looked over again. */
function own(cell: Cell): Json {
  return JSON.parse(String(cell)) as Json;
}
