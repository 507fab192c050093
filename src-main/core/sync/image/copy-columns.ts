import { quoted, type Cell, type ImageTable } from '#shared/contract/sync/image-rows.ts';
import { fieldOf, type Entity } from '#shared/domain/sync/entity.ts';
import type { Column, EntityTable } from '../entity-tables.ts';

/** How the columns of an image's table become those of a desk's. */
export interface Copied {
  /** By column of the desk, what is put there, in SQL over the image's table `i` and its device `d`. */
  readonly columns: Readonly<Record<string, string>>;
  /** Of these columns, those that an edit can change. */
  readonly fields: readonly string[];
  /** Whether a row has something that this program does not know, in SQL. */
  readonly isOdd: string;
}

const FITS: Readonly<Record<Column['codec'], readonly Cell[]>> = {
  plain: ['text', 'number'],
  boolean: ['boolean'],
  json: ['json'],
};

export function copied(entity: Entity, table: EntityTable, image: ImageTable): Copied {
  const columns: Record<string, string> = {};
  const odd = ['i._rest IS NOT NULL'];
  const made: Readonly<Record<string, string | number>> = table.kind === 'rows' ? table.made : {};
  const inPlace = (name: string, sql: string): string => {
    const otherwise = Object.hasOwn(made, name) ? made[name] : undefined;
    return otherwise === undefined ? sql : `coalesce(${sql}, ${literal(otherwise)})`;
  };
  for (const { field, cell } of image.columns) {
    const column = Object.hasOwn(table.columns, field) ? table.columns[field] : undefined;
    const known = column !== undefined && fieldOf(entity, field) !== null && FITS[column.codec].includes(cell);
    if (known) columns[column.name] = inPlace(column.name, `i.${quoted(field)}`);
    else odd.push(`i.${quoted(field)} IS NOT NULL`);
  }
  const any = table.kind === 'rows' ? table.anyField : undefined;
  if (any?.prefix === image.anyPrefix) columns[any.column] = inPlace(any.column, 'i._any');
  else odd.push('i._any IS NOT NULL');
  if (table.kind === 'rows') Object.assign(columns, table.derivedInImage);
  const fields = Object.keys(columns);
  for (const [name, value] of Object.entries(made)) columns[name] ??= literal(value);
  return { columns: { ...columns, ...ownColumns(table) }, fields, isOdd: odd.join(' OR ') };
}

function ownColumns(table: EntityTable): Readonly<Record<string, string>> {
  if (table.kind === 'rows') return { id: 'i._id', ...(table.hasDevice && { device: 'd.id' }) };
  const written = table.written ? { written_wall: 'i._wall', written_counter: 'i._counter' } : {};
  return { item: 'i._id', device: 'd.id', ...written };
}

function literal(value: string | number): string {
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
