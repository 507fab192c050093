import { z } from 'zod';

/** Every way in which the service can refuse a request. The code is the contract; the words are the desk's affair. */
export const syncFailureCodeSchema = z.enum([
  'malformed-request',
  'protocol-unknown',
  'too-large',
  'encoding-unknown',
  'not-found',
  // Who asks
  'no-token',
  'token-refused',
  'token-expired',
  'revoked',
  'not-allowed',
  'code-refused',
  'challenge-refused',
  'unknown-device',
  // Files that were carried
  'parcel-malformed',
  'parcel-misdirected',
  'parcel-forged',
  // Script packs
  'pack-no-keys',
  'pack-malformed',
  'pack-not-trusted',
  // Later again
  'too-many-requests',
  'busy',
  'internal',
]);

export type SyncFailureCode = z.infer<typeof syncFailureCodeSchema>;

export const syncFailureSchema = z.strictObject({
  ok: z.literal(false),
  error: z.strictObject({
    code: syncFailureCodeSchema,
    /** Not before so many milliseconds; also told as `Retry-After`, in seconds. */
    retryAfterMs: z.int().min(0).optional(),
  }),
});

export type SyncFailure = z.infer<typeof syncFailureSchema>;
