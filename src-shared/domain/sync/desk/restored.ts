import { conflictEntity } from '../conflict.ts';
import { contribution, minus } from '../digest.ts';
import { keyOf } from '../op.ts';
import type { Cursor, DeskStatus, DeskStore, Version } from './store.ts';

/**
 * The service was restored from a backup: what it lost of each stream is to be told to it, and the ops after `common` sent again.
 * What was settled stays so: its results are in the rows that are told.
 */
export function followRestored(
  store: DeskStore,
  status: DeskStatus,
  epoch: string,
  forks: Readonly<Record<string, number>>,
  common: number,
): void {
  const cursors = Object.entries(status.cursors).map(([stream, cursor]) => {
    const fork = Math.min(forks[stream] ?? 0, cursor.seq);
    return [stream, rewound(store, stream, cursor, fork)] as const;
  });
  store.lowerBases(forks);
  const acknowledged = Math.min(status.acknowledged, common);
  store.saveStatus({ ...status, epoch, cursors: Object.fromEntries(cursors), acknowledged, awaited: [] });
}

function rewound(store: DeskStore, stream: string, { digest }: Cursor, fork: number): Cursor {
  // Also what was told to a life of the service that was restored in its turn, before it was told anew.
  const lost = store.versionsAfter(stream, fork);
  // What lost is told before what won over it.
  const isConflict = ({ entity }: Version): boolean => entity === conflictEntity.name;
  store.queueTestimony([...lost.filter(isConflict), ...lost.filter((version) => !isConflict(version))]);
  for (const version of lost) store.saveVersion({ ...version, seq: 0 });
  const without = lost.reduce((sum, version) => minus(sum, contribution(keyOf(version), version.seq)), digest);
  return { seq: fork, digest: without };
}
