import { z } from 'zod';
import { entities } from '#shared/domain/sync/entities.ts';
import { OpMerger } from '#shared/domain/sync/service/push.ts';
import { Workspace } from '#shared/domain/sync/service/workspace.ts';
import type { Database, Sql } from './storage/database.ts';

export const listedOpSchema = z.object({
  device: z.string(),
  seq: z.number(),
  /** Names the op: a desk that was copied may have sent two of one number. */
  hash: z.string(),
  reason: z.string(),
  waitsFor: z.string().nullable(),
  /** The op as the desk made it, for the eyes of a supervisor. */
  op: z.string().transform((text): unknown => JSON.parse(text)),
});

const PAGE = 500;

/** What was put aside of desks at home in these streams, `null` for all, the oldest first; `after` continues a page. */
export async function listQuarantine(
  sql: Sql,
  streams: readonly string[] | null,
  after: number,
): Promise<readonly (z.infer<typeof listedOpSchema> & { readonly arrival: number })[]> {
  const rows = await sql.all(
    `SELECT arrival, quarantine.device, quarantine.seq, hash, reason, waits_for AS "waitsFor", op, home
     FROM quarantine JOIN device ON device.id = quarantine.device WHERE arrival > $1 ORDER BY arrival`,
    [after],
  );
  return rows
    .filter(({ home }) => streams === null || streams.includes(String(home)))
    .slice(0, PAGE)
    .map((row) => ({ arrival: Number(row.arrival), ...listedOpSchema.parse(row) }));
}

export type Released = 'applied' | 'still-aside' | 'not-found';

/** Tries an op again, as if it came now: its desk may have got the right to it, or its row may have come. */
export function releaseOp(database: Database, device: string, hash: string): Promise<Released> {
  return database.transaction(async (transaction) => {
    const state = await transaction.lockDevice(device);
    const kept = await transaction.takeQuarantined(device, hash);
    if (state === null || kept === null) return 'not-found';
    const workspace = new Workspace(transaction);
    await new OpMerger(entities, workspace, transaction).merge(state, [kept], new Set(), () => false);
    const writes = workspace.writes();
    await transaction.commit(writes);
    const aside = await transaction.takeQuarantined(device, hash);
    if (aside !== null) await transaction.quarantine([aside]);
    return aside === null ? 'applied' : 'still-aside';
  });
}

/** Throws an op away; the op itself stays in the record of its desk. */
export function dropOp(database: Database, device: string, hash: string): Promise<boolean> {
  return database.transaction(async (transaction) => (await transaction.takeQuarantined(device, hash)) !== null);
}
