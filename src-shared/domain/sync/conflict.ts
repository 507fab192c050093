import { z } from 'zod';
import type { Side } from './concurrent.ts';
import type { Entity } from './entity.ts';
import type { Mark, RowState } from './row.ts';

/** As long as a name on the wire. */
const text = z.string().max(300);
const fixed = <T extends z.ZodType>(schema: T) => ({ schema, merge: { kind: 'fixed' } }) as const;

/**
 * A value that lost against a concurrent one. The service makes it, every desk of the stream sees it, and whoever decides says
 * so in `settled`: `taken` when the lost value was put back (by an edit of its own), `left` when the other one is right.
 */
export const conflictEntity: Entity = {
  name: 'conflict',
  kind: 'rows',
  scope: 'branch',
  writers: ['agent', 'lead', 'supervisor', 'admin'],
  fields: {
    entity: fixed(text),
    row: fixed(text),
    field: fixed(text),
    lost: fixed(z.json()),
    lostBy: fixed(text),
    lostAt: fixed(z.int()),
    kept: fixed(z.json()),
    keptBy: fixed(text),
    keptAt: fixed(z.int()),
    settled: { schema: z.enum(['no', 'taken', 'left']), merge: { kind: 'precedence', order: ['taken', 'left', 'no'] } },
  },
};

/** The row of a conflict. Its id names the value that lost, so that it is not there twice when the value loses again. */
export function conflictRow(row: RowState, field: string, lost: Side, kept: Side, cause: Mark): RowState {
  const values = {
    ...{ entity: row.entity, row: row.id, field, settled: 'no' },
    ...{ lost: lost.value, lostBy: lost.stamp.device, lostAt: lost.stamp.wall },
    ...{ kept: kept.value, keptBy: kept.stamp.device, keptAt: kept.stamp.wall },
  };
  const id = `${lost.stamp.name}.${field}`;
  return { entity: conflictEntity.name, id, stream: row.stream, seq: 0, values, made: cause, marks: {} };
}
