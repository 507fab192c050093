import type { Failure } from '#shared/contract/failure.ts';
import { referencesOf, SHARED_STREAM, type Entities } from '#shared/domain/sync/entity.ts';
import { mayWrite } from '#shared/domain/sync/rights.ts';
import type { Change } from '../database/journal.ts';
import type { Sqlite } from '../database/open.ts';
import type { Enrolled } from './status.ts';

type Member = Pick<Enrolled, 'role' | 'grants' | 'home'>;

/**
 * Why a desk may not make a change, by what the service would say of it: who writes an entity is declared with it, where a desk
 * may write was agreed when it joined. `null`: it may. A desk that belongs to no service may do everything.
 */
export function refusalOf(
  database: Sqlite,
  entities: Entities,
  member: Member | null,
  change: Pick<Change, 'id' | 'kind' | 'body'> & { readonly entity: string },
): Failure | null {
  if (member === null) return null;
  const entity = entities.get(change.entity);
  if (entity === undefined) return { code: 'not-allowed', facts: { entity: change.entity } };
  const values = change.kind === 'append' ? { ...change.body, of: change.id } : change.body;
  const streamOf = database
    .prepare<[string, string], string>('SELECT stream FROM row_version WHERE entity = ? AND id = ?')
    .pluck();
  const known = [{ entity: change.entity, id: change.id }, ...referencesOf(entity, values)].flatMap(
    (row) => streamOf.get(row.entity, row.id) ?? [],
  );
  // What the service has not confirmed yet goes where new rows go.
  const streams = known.length > 0 ? known : [entity.scope === 'shared' ? SHARED_STREAM : member.home];
  return streams.every((stream) => mayWrite(member, entity, stream))
    ? null
    : { code: 'not-allowed', facts: { entity: change.entity } };
}
