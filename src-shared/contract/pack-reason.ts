/**
 * Why a script pack was not taken, by a desk or by the service: the fact `reason` of `pack-refused`. Each has its words in the
 * locales, under `pack-file.reason`.
 */
export const PACK_REASONS = [
  // The file
  'not-read',
  'too-large',
  'not-a-pack',
  'too-new',
  'damaged',
  // Whose it is
  'not-signed',
  'unknown-signer',
  'forged',
  // What it says
  'faults',
  'expired',
] as const;

export type PackReason = (typeof PACK_REASONS)[number];
