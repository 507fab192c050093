import { failure, type Failure } from '#shared/contract/failure.ts';
import type { ParcelReason } from '#shared/contract/parcel-reason.ts';

export function parcelRefused(reason: ParcelReason): { readonly ok: false; readonly error: Failure } {
  return failure('parcel-refused', { reason });
}
