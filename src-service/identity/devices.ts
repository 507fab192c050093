import { z } from 'zod';
import type { EpochMs } from '#shared/base/clock.ts';
import { grantsSchema, roleSchema } from '#shared/contract/sync.ts';
import { SHARED_STREAM, type Role } from '#shared/domain/sync/entity.ts';
import { CHAIN_START } from '#shared/domain/sync/op.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import type { Sql } from '../storage/database.ts';

export interface Enrolled {
  readonly id: string;
  readonly label: string;
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
  readonly branch: string;
  readonly role: Role;
  readonly home: string;
  readonly grants: DeviceState['grants'];
}

export const branchStream = (branch: string): string => `branch:${branch}`;

/** A desk writes into its branch and reads what all share; a supervisor may have more branches, an administrator shares. */
export function grantsFor(role: Role, branches: readonly string[]): DeviceState['grants'] {
  const own = branches.map((branch) => [branchStream(branch), 'write'] as const);
  return Object.fromEntries([...own, [SHARED_STREAM, role === 'admin' ? 'write' : 'read'] as const]);
}

/** Does nothing when the device is there already; one that was revoked ahead is filled in, and stays revoked. */
export async function addDevice(sql: Sql, device: Enrolled, now: EpochMs): Promise<void> {
  const { id, label, publicKey, branch, role, home, grants } = device;
  await sql.all(
    `INSERT INTO device (id, label, public_key, branch, role, home, grants, last_seq, last_hash, last_contact, enrolled_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $9)
     ON CONFLICT (id) DO UPDATE SET label = $2, public_key = $3, branch = $4, role = $5, home = $6, grants = $7
     WHERE device.public_key = ''`,
    [id, label, publicKey, branch, role, home, JSON.stringify(grants), CHAIN_START, now],
  );
}

/** `null` when there is no such device, or nothing of it is known yet. */
export async function publicKeyOf(sql: Sql, id: string): Promise<string | null> {
  const [row] = await sql.all(`SELECT public_key FROM device WHERE id = $1 AND public_key <> ''`, [id]);
  return row === undefined ? null : String(row.public_key);
}

/** All that was agreed with a device; `null` when there is none, or nothing of it is known yet. */
export async function enrolledOf(sql: Sql, id: string): Promise<(Enrolled & { readonly revoked: boolean }) | null> {
  const [row] = await sql.all(
    `SELECT id, label, public_key AS "publicKey", branch, role, home, grants, revoked_at AS "revokedAt"
     FROM device WHERE id = $1 AND public_key <> ''`,
    [id],
  );
  if (row === undefined) return null;
  const { revokedAt, grants, ...rest } = row;
  const read = enrolledSchema.parse({
    ...rest,
    grants: typeof grants === 'string' ? (JSON.parse(grants) as unknown) : grants,
  });
  return { ...read, revoked: revokedAt !== null };
}

/**
 * Revoking twice changes nothing. `ahead`: the database does not know the device, as when the backup that was put back is older
 * than its enrolment; should it come in by its certificate, it hands over what it has and is wiped. `no-device`: this is no id
 * of one.
 */
export async function revokeDevice(sql: Sql, id: string, now: EpochMs): Promise<'revoked' | 'ahead' | 'no-device'> {
  if (await markRevoked(sql, id, now)) return 'revoked';
  // Ids are given in small letters: one in capitals may be that of a desk which would go on unrevoked.
  if (!z.guid().lowercase().safeParse(id).success) return 'no-device';
  const nothing = { label: '', publicKey: '', branch: '', role: 'agent', home: '', grants: {} } as const;
  await addDevice(sql, { id, ...nothing }, now);
  await markRevoked(sql, id, now);
  return 'ahead';
}

async function markRevoked(sql: Sql, id: string, now: EpochMs): Promise<boolean> {
  const rows = await sql.all('UPDATE device SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1 RETURNING id', [
    id,
    now,
  ]);
  return rows.length > 0;
}

export const enrolledSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  publicKey: z.string(),
  branch: z.string(),
  role: roleSchema,
  home: z.string(),
  grants: grantsSchema,
});

export const listedDeviceSchema = z.object({
  id: z.string(),
  label: z.string(),
  branch: z.string(),
  role: roleSchema,
  lastSeq: z.number(),
  lastContact: z.number(),
  enrolledAt: z.number(),
  revokedAt: z.number().nullable(),
});

export type ListedDevice = z.infer<typeof listedDeviceSchema>;

export async function listDevices(sql: Sql): Promise<readonly ListedDevice[]> {
  const rows = await sql.all(
    `SELECT id, label, branch, role, last_seq AS "lastSeq", last_contact AS "lastContact", enrolled_at AS "enrolledAt",
       revoked_at AS "revokedAt" FROM device ORDER BY enrolled_at, id`,
  );
  return rows.map((row) => listedDeviceSchema.parse(row));
}

/** Who was revoked since; a live connection of theirs ends. */
export async function revokedSince(sql: Sql, since: EpochMs): Promise<readonly string[]> {
  const rows = await sql.all('SELECT id FROM device WHERE revoked_at >= $1', [since]);
  return rows.map(({ id }) => String(id));
}
