import { canonicalJson, type Json } from '#shared/base/canonical-json.ts';
import { contribution, EMPTY_DIGEST, plus, type Digest } from '#shared/domain/sync/digest.ts';
import { fieldOf, fits } from '#shared/domain/sync/entity.ts';
import { keyOf } from '#shared/domain/sync/op.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import type { MemoryDeskStore } from './memory-desk-store.ts';

/**
 * As the core of a desk copies an image: rows in which it has no part of its own, by themselves. Answers with the digest of what
 * is stored then, and with the rows that are left for the rules.
 */
export function layImage(
  store: MemoryDeskStore,
  stream: string,
  rows: readonly Entry[],
): { readonly laid: Digest; readonly others: readonly Entry[] } {
  const written = store.writtenAfter(store.status().settled);
  const own = new Set([...written, ...store.allWithheld(), ...store.deferred().map(({ entry }) => entry)].map(keyOf));
  const others = rows.filter((row) => own.has(keyOf(row)) || !isAsHere(store, row, stream));
  for (const version of store.versionsAfter(stream, -1)) store.saveVersion({ ...version, seq: 0 });
  let laid = EMPTY_DIGEST;
  for (const row of rows) {
    if (others.includes(row)) continue;
    const { entity, id, seq, values, made, stamps } = row;
    if (values === null || made === undefined) continue;
    store.put(row, values);
    store.saveVersion({ entity, id, stream, seq, made, stamps });
    laid = plus(laid, contribution(keyOf(row), seq));
  }
  return { laid, others };
}

/** Not here at all, or in the same version; and all of it is known. */
function isAsHere(store: MemoryDeskStore, row: Entry, stream: string): boolean {
  const entity = store.entities.get(row.entity);
  const isKnown = ([name, value]: [string, Json]): boolean => {
    const field = entity === undefined ? null : fieldOf(entity, name);
    return field !== null && fits(field, value);
  };
  if (entity === undefined || !Object.entries(row.values ?? {}).every(isKnown)) return false;
  const version = store.version(row);
  if (version === null) return !store.has(row);
  const { made, stamps } = row;
  return (
    version.stream === stream && canonicalJson([made ?? null, stamps]) === canonicalJson([version.made, version.stamps])
  );
}
