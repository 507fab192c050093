import { z } from 'zod';
import { entities } from '#shared/domain/sync/entities.ts';
import type { Op } from '#shared/domain/sync/op.ts';
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
  op: z.string().transform((text) => JSON.parse(text) as Op),
});

/** `arrival` is its place in the list. */
export type ListedOp = z.infer<typeof listedOpSchema> & { readonly arrival: number };

const PAGE = 500;

/** What was put aside of desks at home in these streams, `null` for all, the oldest first; `after` continues a page. */
export async function listQuarantine(
  sql: Sql,
  streams: readonly string[] | null,
  after: number,
  limit = PAGE,
): Promise<readonly ListedOp[]> {
  if (streams?.length === 0) return [];
  const rows = await sql.all(
    `SELECT arrival, quarantine.device, quarantine.seq, hash, reason, waits_for AS "waitsFor", op
     FROM quarantine JOIN device ON device.id = quarantine.device
     WHERE arrival > $1 ${streams === null ? '' : `AND home IN (${streams.map((_, at) => `$${String(at + 3)}`).join(', ')})`}
     ORDER BY arrival LIMIT $2`,
    [after, limit, ...(streams ?? [])],
  );
  return rows.map((row) => ({ arrival: Number(row.arrival), ...listedOpSchema.parse(row) }));
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

/** The one of this place in the list. */
export async function keptAt(sql: Sql, arrival: number): Promise<ListedOp | null> {
  const [next] = await listQuarantine(sql, null, arrival - 1, 1);
  return next?.arrival === arrival ? next : null;
}

/** Throws an op away; the op itself stays in the record of its desk. */
export function dropOp(database: Database, device: string, hash: string): Promise<boolean> {
  return database.transaction(async (transaction) => (await transaction.takeQuarantined(device, hash)) !== null);
}
