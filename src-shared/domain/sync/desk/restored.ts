import { conflictEntity } from '../conflict.ts';
import { contribution, minus } from '../digest.ts';
import type { Entities } from '../entity.ts';
import { keyOf } from '../op.ts';
import type { Cursor, DeskStatus, DeskStore, Version } from './store.ts';

/**
 * The service was restored from a backup: what it lost of each stream is to be told to it, and the ops after `common` sent again.
 * What was settled stays so: its results are in the rows that are told.
 */
export function followRestored(
  store: DeskStore,
  entities: Entities,
  status: DeskStatus,
  {
    epoch,
    forks,
    common,
  }: { readonly epoch: string; readonly forks: Readonly<Record<string, number>>; readonly common: number },
): void {
  const cursors: Record<string, Cursor> = {};
  const lost: Version[] = [];
  for (const [stream, { seq, digest }] of Object.entries(status.cursors)) {
    const fork = Math.min(forks[stream] ?? 0, seq);
    // Also what was told to a life of the service that was restored in its turn, before that gave it back.
    const gone = store.versionsAfter(stream, fork);
    for (const version of gone) store.saveVersion({ ...version, seq: 0, ahead: true });
    const without = gone.reduce((sum, version) => minus(sum, contribution(keyOf(version), version.seq)), digest);
    cursors[stream] = { seq: fork, digest: without };
    lost.push(...gone);
  }
  store.queueTestimony(inOrder(entities, lost));
  store.lowerBases(forks);
  const acknowledged = Math.min(status.acknowledged, common);
  store.saveStatus({ ...status, epoch, cursors, acknowledged, awaited: [] });
}

/** What lost is told before what won over it, and a row before those that refer to it: the telling may end anywhere. */
function inOrder(entities: Entities, rows: readonly Version[]): readonly Version[] {
  const ranks = new Map<string, number>([[conflictEntity.name, -1]]);
  const rankOf = (name: string): number => {
    const known = ranks.get(name);
    if (known !== undefined) return known;
    // Two kinds that refer to each other: either may come first.
    ranks.set(name, 0);
    const named = Object.values(entities.get(name)?.fields ?? {}).flatMap(({ refersTo }) => refersTo ?? []);
    const rank = entities.has(name) ? Math.max(0, ...named.map((each) => rankOf(each) + 1)) : Number.MAX_SAFE_INTEGER;
    ranks.set(name, rank);
    return rank;
  };
  return rows.toSorted((a, b) => rankOf(a.entity) - rankOf(b.entity));
}
