import { z } from 'zod';
import { parcelKeysSchema } from '#shared/contract/sync.ts';
import type { DeskStatus } from '#shared/domain/sync/desk/store.ts';
import type { Sqlite } from '../database/open.ts';

const count = z.int().min(0);
const statusSchema: z.ZodType<DeskStatus> = z.object({
  device: z.string(),
  epoch: z.string().nullable(),
  cursors: z.record(z.string(), z.object({ seq: count, digest: z.object({ high: count, low: count }) })),
  acknowledged: count,
  settled: count,
  awaited: z.array(z.object({ op: count, heads: z.record(z.string(), count) })),
  leaving: z.boolean().exactOptional(),
});

const enrolledSchema = z.object({
  status: statusSchema,
  /** Address of the service, without a slash at its end. */
  service: z.string(),
  company: z.string(),
  branch: z.string(),
  role: z.enum(['agent', 'lead', 'supervisor', 'admin']),
  home: z.string(),
  grants: z.record(z.string(), z.enum(['read', 'write'])),
  certificate: z.string(),
  /** PKCS #8 of the Ed25519 key of this desk, base64. It lies in the encrypted database, whose key the system keeps. */
  privateKey: z.string(),
  /** What files for the service are encrypted with; told at a contact. */
  parcelKeys: parcelKeysSchema.exactOptional(),
  lastContact: z.number().nullable(),
  /** Taken out of service; everything was handed over as far as it could be, and wiped. */
  revoked: z.boolean(),
});

/** That this desk belongs to a service, and how far the two have come. */
export type Enrolled = z.infer<typeof enrolledSchema>;

export function loadEnrolled(database: Sqlite): Enrolled | null {
  const stored = database.prepare<[], string>('SELECT status FROM sync_status').pluck().get();
  return stored === undefined ? null : enrolledSchema.parse(JSON.parse(stored));
}

export function saveEnrolled(database: Sqlite, enrolled: Enrolled): void {
  database
    .prepare(
      'INSERT INTO sync_status (only_row, status) VALUES (1, ?) ON CONFLICT DO UPDATE SET status = excluded.status',
    )
    .run(JSON.stringify(enrolled));
}
