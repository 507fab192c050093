import { createHash } from 'node:crypto';
import { z } from 'zod';
import { grantsSchema, roleSchema } from '#shared/contract/sync.ts';
import type { Taken } from '#shared/domain/sync/op.ts';
import type { Entry, RowState } from '#shared/domain/sync/row.ts';
import { readEntries, writeEntries, type WireEntries } from '#shared/contract/sync/entries.ts';
import type { DeviceState, Epoch, Quarantined } from '#shared/domain/sync/service/store.ts';
import type { Snapshot, SqlRow } from './database.ts';

const jsonText = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

const deviceSchema = z.object({
  id: z.string(),
  role: roleSchema,
  home: z.string(),
  grants: jsonText(grantsSchema),
  last_seq: z.number(),
  last_hash: z.string(),
  last_contact: z.number(),
  revoked_at: z.number().nullable(),
});

export const DEVICE_COLUMNS = 'id, role, home, grants, last_seq, last_hash, last_contact, revoked_at';

export function deviceOf(row: SqlRow): DeviceState {
  const { id, role, home, grants, last_seq, last_hash, last_contact, revoked_at } = deviceSchema.parse(row);
  const contact = { lastSeq: last_seq, lastHash: last_hash, lastContact: last_contact };
  return { id, role, home, grants, ...contact, revoked: revoked_at !== null };
}

const epochSchema = z.object({ id: z.string(), heads: jsonText(z.record(z.string(), z.number())) });

export function epochOf(row: SqlRow): Epoch {
  return epochSchema.parse(row);
}

/** What only our own code has written is read back without being validated again: it is in the way of every push. */
const own = (text: unknown): unknown => JSON.parse(String(text));

/** The rows of one stream and the present life, of a snapshot. */
export const SNAPSHOT_HEAD = `
  SELECT head, high, low, (SELECT id FROM epoch ORDER BY number DESC LIMIT 1) AS epoch FROM stream WHERE id = $1`;
export const SNAPSHOT_ROWS =
  'SELECT entity, id, stream, seq, state FROM projection WHERE stream = $1 ORDER BY entity, id';

export function snapshotHeadOf(row: SqlRow | undefined): Omit<Snapshot, 'rows'> {
  const { head = 0, high = 0, low = 0, epoch } = row ?? {};
  return { head: Number(head), digest: { high: Number(high), low: Number(low) }, epoch: String(epoch ?? '') };
}

type State = Pick<RowState, 'values' | 'made' | 'marks'>;

export function stateText({ values, made, marks }: State): string {
  return JSON.stringify({ values, made, marks });
}

export function rowOf({ entity, id, stream, seq, state }: SqlRow): RowState {
  const key = { entity: String(entity), id: String(id), stream: String(stream), seq: Number(seq) };
  return { ...key, ...(own(state) as State) };
}

/** The entries of one commit, as they go over the wire. */
export function commitText(entries: readonly Entry[], seq: number): string {
  return JSON.stringify(writeEntries(entries, seq));
}

export function commitOf({ seq, body }: SqlRow): readonly Entry[] {
  return readEntries(own(body) as WireEntries, Number(seq)) ?? [];
}

export const QUARANTINE_COLUMNS = 'device, op, hash, wall, counter, reason, waits_for';

export function quarantinedOf({ device, op, hash, wall, counter, reason, waits_for }: SqlRow): Quarantined {
  return {
    device: String(device),
    op: own(op) as Quarantined['op'],
    hash: String(hash),
    bounded: { wall: Number(wall), counter: Number(counter) },
    reason: String(reason),
    waitsFor: waits_for === null || waits_for === undefined ? null : String(waits_for),
  };
}

export function takenOf({ name, device, seq }: SqlRow): readonly [string, Taken] {
  return [String(name), { device: String(device), seq: Number(seq) }];
}

/** An index takes no key of any length, and PostgreSQL no text of any character: what is out of the ordinary is hashed. */
export function indexable(key: string): string {
  const plain = key.length <= 600 && key.isWellFormed() && !key.includes('\0') && !key.startsWith('#');
  return plain ? key : `#${createHash('sha256').update(Buffer.from(key, 'utf16le')).digest('hex')}`;
}

/** Commits after a place in a stream: at most so many entries and bytes, unless the first commit alone is larger. */
export const ENTRIES_SQL = `
  SELECT seq, body FROM (
    SELECT seq, body, sum(entries) OVER w AS entries_so_far, sum(bytes) OVER w AS bytes_so_far, row_number() OVER w AS at
    FROM (SELECT seq, body, entries, bytes FROM log WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3) AS page
    WINDOW w AS (ORDER BY seq)
  ) AS summed WHERE at = 1 OR (entries_so_far <= $3 AND bytes_so_far <= 8000000) ORDER BY seq`;
