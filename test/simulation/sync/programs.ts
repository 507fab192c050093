import { z } from 'zod';
import { entities as shipped } from '#shared/domain/sync/entities.ts';
import { entitiesOf, type Entities, type Entity, type Field } from '#shared/domain/sync/entity.ts';

/** Something that all branches share, which not everybody may write. */
const notice: Entity = {
  name: 'notice',
  kind: 'rows',
  scope: 'shared',
  writers: ['supervisor', 'admin'],
  fields: {
    text: { schema: z.string(), merge: { kind: 'latest' } },
    level: { schema: z.enum(['high', 'low']), merge: { kind: 'precedence', order: ['high', 'low'] } },
    by: { schema: z.string().nullable(), merge: { kind: 'first' }, optional: true },
  },
};

/** A kind of row that only the next version of the program knows. */
const survey: Entity = {
  name: 'survey',
  kind: 'rows',
  scope: 'branch',
  writers: ['agent', 'lead', 'supervisor', 'admin'],
  fields: {
    caseId: { schema: z.string(), merge: { kind: 'fixed' }, refersTo: 'case' },
    answer: { schema: z.string(), merge: { kind: 'latest' } },
  },
};

const present = [...shipped.values(), notice];

/** Programs by age. Each knows what those before it know. `wide`: in the newest, fields that were there before may hold more. */
export function programsOf(wide: boolean): readonly [Entities, Entities, Entities] {
  const newest = [...newer(present), survey];
  return [entitiesOf(older(present)), entitiesOf(present), entitiesOf(wide ? newest.map(wider) : newest)];
}

/** The version before: no notices, no attempts of callbacks, no fields of the pack, fewer optional fields. */
function older(list: readonly Entity[]): readonly Entity[] {
  return list.flatMap((entity) => {
    if (entity.name === 'notice' || entity.name === 'callback-attempt') return [];
    const { anyField: _, ...rest } = entity;
    const fields = Object.entries(entity.fields);
    const optional = fields.filter(([, field]) => field.optional === true).map(([name]) => name);
    return [{ ...rest, fields: Object.fromEntries(fields.filter(([name]) => name !== optional[0])) }];
  });
}

/** The version after: another field of each kind of row. */
function newer(list: readonly Entity[]): readonly Entity[] {
  return list.map((entity) => {
    if (entity.kind !== 'rows' || entity.name === 'conflict') return entity;
    const label = { schema: z.string(), merge: { kind: 'latest' }, optional: true } as const;
    return { ...entity, fields: { ...entity.fields, label } };
  });
}

/** Texts may be numbers too. */
function wider(entity: Entity): Entity {
  const isText = ({ schema, merge }: Field): boolean =>
    merge.kind === 'latest' && schema.safeParse('~').success && !schema.safeParse(1).success;
  const widened = (field: Field): Field =>
    isText(field) ? { ...field, schema: z.union([field.schema, z.number()]) } : field;
  const fields = Object.entries(entity.fields).map(([name, field]) => [name, widened(field)] as const);
  return { ...entity, fields: Object.fromEntries(fields) };
}
