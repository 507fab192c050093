import { z } from 'zod';

/**
 * Every way in which a request to the workstation can fail. The code is the contract; the words for it, and what to do next,
 * are in the locale files under `failure.<code>`. `facts` fills the slots of those words and never holds personal data.
 */
export const failureCodeSchema = z.enum([
  // The request itself
  'malformed-request',
  'unknown-method',
  'text-too-long',
  'internal',
  'not-connected',
  // The contact machine
  'wrong-phase',
  'not-a-call',
  'wrong-line',
  'not-in-pack',
  'no-further-stage',
  'nothing-to-do',
  'fields-missing',
  'undo-too-late',
  'event-misfit',
  'one-call-at-a-time',
  'no-contact',
  'contact-not-found',
  'case-not-found',
  'callback-not-found',
  'callback-not-open',
  'promised-here',
  'remedy-not-allowed',
  'amount-missing',
  'no-number',
  // Lines
  'line-not-found',
  'wrong-party',
  'slot-open',
  'clipboard-refused',
  'insert-unavailable',
  'wording-stopped',
  // Times in words
  'time-not-understood',
  'time-ambiguous',
  'time-past',
  'no-time-named',
  // Settings
  'key-taken',
  'key-invalid',
  'already-set-up',
  'contact-in-progress',
  // The central service
  'already-enrolled',
  'enrolment-failed',
  'desk-revoked',
  'not-allowed',
  'lease-over',
  'conflict-not-found',
  'callback-taken',
  'parcel-refused',
  'pack-refused',
  'pack-key-invalid',
  // Storage
  'disk-full',
  'storage-read-only',
  'storage-damaged',
  'storage-failed',
]);

export type FailureCode = z.infer<typeof failureCodeSchema>;

export const failureSchema = z.strictObject({
  code: failureCodeSchema,
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export type Failure = z.infer<typeof failureSchema>;

export function failure(code: FailureCode, facts?: Failure['facts']): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: facts === undefined ? { code } : { code, facts } };
}
