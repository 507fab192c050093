import type { Sqlite } from '#core/database/open.ts';
import { Outbox } from '#core/sync/outbox.ts';
import { loadEnrolled } from '#core/sync/status.ts';

/** How far a desk and its service have come. */
export interface Standing {
  readonly written: number;
  readonly acknowledged: number;
  readonly settled: number;
  readonly cursors: Readonly<Record<string, number>>;
  /** What still has to be done here before the desk is at rest, by name: all zero then. */
  readonly open: Readonly<Record<string, number>>;
  /** Why the last exchange failed, if it did. */
  readonly trouble?: string | null;
}

export function standingOf(database: Sqlite): Standing {
  const status = loadEnrolled(database)?.status;
  const count = (table: string): number =>
    database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  return {
    written: new Outbox(database).lastSeq(),
    acknowledged: status?.acknowledged ?? 0,
    settled: status?.settled ?? 0,
    cursors: Object.fromEntries(Object.entries(status?.cursors ?? {}).map(([stream, { seq }]) => [stream, seq])),
    open: {
      draft: count('draft'),
      withheld: count('withheld'),
      deferred: count('deferred'),
      testimony: count('testimony'),
      awaited: status?.awaited.length ?? 0,
    },
  };
}

/** Nothing is on its way, in either direction. */
export function isAtRest({ written, acknowledged, settled, open }: Standing): boolean {
  return written === acknowledged && written === settled && Object.values(open).every((count) => count === 0);
}
