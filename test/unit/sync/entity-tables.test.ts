import { afterAll, expect, test } from 'vitest';
import { entities } from '#shared/domain/sync/entities.ts';
import { entityTables } from '#core/sync/entity-tables.ts';
import { TestDesk } from '#kit/desk.ts';

const desk = new TestDesk();
afterAll(() => desk.dispose());

test('every declared field has its column on a desk', () => {
  for (const entity of entities.values()) {
    const table = entityTables[entity.name];
    expect(table, entity.name).toBeDefined();
    expect(Object.keys(table!.columns).sort(), entity.name).toEqual(Object.keys(entity.fields).sort());
    const free = table!.kind === 'rows' ? table!.anyField?.prefix : undefined;
    expect(free).toBe(entity.anyField?.prefix);
    expect(table!.kind).toBe(entity.kind);
  }
});

interface Described {
  readonly name: string;
  readonly type: 'TEXT' | 'INTEGER';
  readonly notnull: 0 | 1;
}

test.each([...entities.values()])('what $name may hold has a place in its column', ({ name, fields }) => {
  const { table, columns, ...more } = entityTables[name]!;
  const made: Readonly<Record<string, unknown>> = more.kind === 'rows' ? more.made : {};
  const described = desk.database.prepare<[], Described>(
    `SELECT name, type, "notnull" FROM pragma_table_info('${table}')`,
  );
  const byName = new Map(described.all().map((column) => [column.name, column]));
  for (const [field, { schema }] of Object.entries(fields)) {
    const { name: column, codec } = columns[field]!;
    const { type, notnull } = byName.get(column)!;
    const allows = (value: unknown): boolean => schema.safeParse(value).success;
    const place = `${table}.${column}`;
    if (notnull === 1 && codec === 'plain' && !(column in made)) expect(allows(null), place).toBe(false);
    if (codec === 'plain') expect(allows(type === 'INTEGER' ? 1.5 : 1), place).toBe(false);
    if (codec === 'boolean') expect(allows(2), place).toBe(false);
  }
});
