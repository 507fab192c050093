import { z } from 'zod';
import type { Json } from '../../base/canonical-json.ts';
import { fieldOf, fits, type Entity } from '../../domain/sync/entity.ts';
import type { Values } from '../../domain/sync/op.ts';
import type { Entry, RowState } from '../../domain/sync/row.ts';
import type { Stamp } from '../../domain/sync/stamp.ts';
import { fieldNameSchema } from './values.ts';

/**
 * What is in an image: an SQLite file with one table for each entity, named like it. `_id` … `_name` say which row it is and who made
 * it, the other columns are its fields by their names; so a desk copies all rows of an entity with one statement. Beside them
 * `_device`, the ids that `_device` columns mean, and `_table`, which says as JSON what tables there are.
 */
export type Cell = 'text' | 'number' | 'boolean' | 'json';

export interface ImageColumn {
  readonly field: string;
  readonly cell: Cell;
  /** Without a value it was left out; any other field without one has the value `null`. */
  readonly optional: boolean;
}

export interface ImageTable {
  readonly entity: string;
  readonly columns: readonly ImageColumn[];
  /** What the names of the fields in `_any` begin with. */
  readonly anyPrefix: string;
}

export type CellValue = string | number | null;

/** Columns that each table has. `_any` holds the fields whose names are a pack's, `_rest` what fits no column: both JSON objects. */
export const ROW_COLUMNS = [
  '_id',
  '_seq',
  '_wall',
  '_counter',
  '_device',
  '_op',
  '_name',
  '_stamps',
  '_rest',
  '_any',
] as const;

const AFFINITY: Readonly<Record<Cell, string>> = { text: 'TEXT', number: 'NUMERIC', boolean: 'INTEGER', json: 'TEXT' };

export const IMAGE_TABLES = `
  CREATE TABLE _device (place INTEGER PRIMARY KEY, id TEXT NOT NULL);
  CREATE TABLE _table (described TEXT NOT NULL);`;

const tableSchema: z.ZodType<ImageTable> = z.strictObject({
  entity: fieldNameSchema,
  columns: z
    .array(
      z.strictObject({
        field: fieldNameSchema,
        cell: z.enum(['text', 'number', 'boolean', 'json']),
        optional: z.boolean(),
      }),
    )
    .max(200),
  anyPrefix: z.string().max(200),
});

export function readTable(described: string): ImageTable | null {
  const read = tableSchema.safeParse(JSON.parse(described));
  return read.success ? read.data : null;
}

export function imageTableOf({ name: entity, fields, anyField }: Entity): ImageTable {
  const columns = Object.entries(fields).map(([field, { schema, optional = false }]) => {
    return { field, cell: cellOf(schema), optional };
  });
  return { entity, columns, anyPrefix: anyField?.prefix ?? '' };
}

/** Rows lie in the order in which they are read from one end to the other: there is no index. */
export function tableText({ entity, columns }: ImageTable): string {
  const fields = columns.map(({ field, cell }) => `, ${quoted(field)} ${AFFINITY[cell]}`);
  return `CREATE TABLE ${quoted(entity)} (
    _id TEXT NOT NULL, _seq INTEGER NOT NULL, _wall INTEGER NOT NULL, _counter INTEGER NOT NULL,
    _device INTEGER NOT NULL, _op INTEGER NOT NULL, _name TEXT NOT NULL, _stamps TEXT, _rest TEXT, _any TEXT${fields.join('')}
  );`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * The cells of a row, in the order of `ROW_COLUMNS` and then of the fields. Only what is as it was declared lies in a column of its own:
 * whoever copies columns need not look at each value.
 */
export function cellsOf(
  { columns, anyPrefix }: ImageTable,
  entity: Entity,
  row: RowState,
  placeOf: (device: string) => number,
): readonly CellValue[] {
  const rest = new Map(Object.entries(row.values));
  const isDeclared = (name: string, value: Json): boolean => {
    const field = fieldOf(entity, name);
    return field !== null && fits(field, value);
  };
  const fields = columns.map(({ field, cell, optional }): CellValue => {
    const value = rest.get(field);
    // A field that no row may be without, and that this one is without, is told too.
    if (value === undefined && !optional) rest.set(field, null);
    if (value === undefined || !holds(cell, value) || !isDeclared(field, value)) return null;
    rest.delete(field);
    return encoded(cell, value);
  });
  const isOfPack = (name: string): boolean => anyPrefix !== '' && name.startsWith(anyPrefix);
  const any = [...rest].filter(([name, value]) => isOfPack(name) && isDeclared(name, value));
  for (const [name] of any) rest.delete(name);
  const named = any.map(([name, value]) => [name.slice(anyPrefix.length), value] as const);
  const { wall, counter, device, op, name } = row.made.stamp;
  const own = [row.id, row.seq, wall, counter, placeOf(device), op, name];
  return [...own, stampsText(row), objectText([...rest]), objectText(named), ...fields];
}

/** As the entry that would make the row, for a desk that cannot simply copy it. */
export function entryOfCells(
  { entity, columns, anyPrefix }: ImageTable,
  cells: readonly CellValue[],
  deviceAt: (place: number) => string,
): Entry {
  const [id, seq, wall, counter, device, op, name, stamps, rest, any, ...fields] = cells;
  const values: Record<string, Json> = {};
  for (const [at, { field, cell, optional }] of columns.entries()) {
    const value = fields[at] ?? null;
    if (value !== null) values[field] = decoded(cell, value);
    else if (!optional) values[field] = null;
  }
  for (const [name, value] of Object.entries(parsed(any) as Values)) values[`${anyPrefix}${name}`] = value;
  Object.assign(values, parsed(rest));
  const clock = { wall: Number(wall), counter: Number(counter) };
  const made = { ...clock, device: deviceAt(Number(device)), op: Number(op), name: String(name) };
  const own = { entity, id: String(id), seq: Number(seq), before: 0 };
  return { ...own, values, made, stamps: parsed(stamps) as Record<string, Stamp> };
}

/** What a column has to hold, as the declaration of its field says it. */
function cellOf(schema: z.ZodType): Cell {
  const described = z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
  const kinds = (described.anyOf ?? [described]).map((each) => (typeof each === 'object' ? each.type : undefined));
  const [kind, ...others] = kinds.filter((each) => each !== 'null');
  if (others.length > 0) return 'json';
  if (kind === 'string') return 'text';
  if (kind === 'boolean') return 'boolean';
  return kind === 'number' || kind === 'integer' ? 'number' : 'json';
}

function holds(cell: Cell, value: Json): boolean {
  if (cell === 'json') return true;
  if (value === null) return true;
  // A text that no database holds as it is goes the way of what has no column.
  if (cell === 'text') return typeof value === 'string' && value.isWellFormed();
  return typeof value === cell;
}

function encoded(cell: Cell, value: Json): CellValue {
  if (cell === 'json') return JSON.stringify(value);
  if (cell === 'boolean') return value === null ? null : value === true ? 1 : 0;
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

function decoded(cell: Cell, value: string | number): Json {
  if (cell === 'json') return JSON.parse(String(value)) as Json;
  return cell === 'boolean' ? value === 1 : value;
}

function stampsText({ marks }: RowState): string | null {
  return objectText(
    Object.entries(marks).map(([field, { stamp }]) => {
      const { wall, counter, device, op, name } = stamp;
      return [field, { wall, counter, device, op, name }] as const;
    }),
  );
}

function objectText(entries: readonly (readonly [string, unknown])[]): string | null {
  return entries.length === 0 ? null : JSON.stringify(Object.fromEntries(entries));
}

function parsed(text: CellValue | undefined): object {
  return typeof text === 'string' ? (JSON.parse(text) as object) : {};
}
