/**
 * Why no file for the service can be written, or why one was not taken in: the fact `reason` of `parcel-refused`. Each has its words in
 * the locales, under `parcel.reason`.
 */
export const PARCEL_REASONS = [
  // The file
  'not-a-parcel',
  'incomplete',
  'damaged',
  'too-new',
  'too-large',
  'forged',
  'an-ask',
  'not-understood',
  // Whose it is
  'other-service',
  'other-desk',
  'not-known',
  'taken-before',
  'old',
  // What only a link can mend
  'no-keys',
  'copied-disk',
  // The machine
  'not-saved',
  'not-read',
  'disk-refused',
] as const;

export type ParcelReason = (typeof PARCEL_REASONS)[number];
