import { expect, test } from 'vitest';
import { entities } from '#shared/domain/sync/entities.ts';
import { entityTables } from '#core/sync/entity-tables.ts';

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
