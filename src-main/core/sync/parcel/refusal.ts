import type { Failure } from '#shared/contract/failure.ts';

/** Why no file can be written, or why one was not taken in. Each has its words in the locales, under `parcel.reason`. */
export type ParcelReason =
  // The file
  | 'not-a-parcel'
  | 'incomplete'
  | 'damaged'
  | 'too-new'
  | 'too-large'
  | 'forged'
  | 'an-ask'
  | 'not-understood'
  // Whose it is
  | 'other-service'
  | 'other-desk'
  | 'not-known'
  | 'taken-before'
  | 'old'
  // What only a link can do
  | 'no-keys'
  | 'copied-disk'
  | 'link-needed'
  // The machine
  | 'not-saved'
  | 'not-read'
  | 'disk-refused';

export function parcelRefused(reason: ParcelReason): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: { code: 'parcel-refused', facts: { reason } } };
}
