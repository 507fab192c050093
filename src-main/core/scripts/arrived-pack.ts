import { fail, ok, type Result } from '#shared/base/result.ts';
import type { PackReason } from '#shared/contract/pack-reason.ts';
import type { PackFault } from '#shared/domain/pack/fault.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { fingerprintOf, readPackFile, signerOf } from '#parcel/pack-file.ts';
import type { LoadedPack } from './load-pack.ts';

export interface PackRefusal {
  readonly reason: PackReason;
  /** Whose signature it is, for who may want to trust it. */
  readonly signer?: { readonly key: string; readonly fingerprint: string };
  readonly faults?: readonly PackFault[];
}

interface Around {
  /** Whose signatures count. */
  readonly trusted: readonly string[];
  /** The day at this desk, `YYYY-MM-DD`. */
  readonly today: string;
}

/** A pack that somebody sent or carried here: it is believed only when somebody who is trusted has signed it. */
export function readArrivedPack(bytes: Uint8Array, { trusted, today }: Around): Result<LoadedPack, PackRefusal> {
  const file = readPackFile(bytes);
  if (!file.ok) return fail({ reason: file.error });
  const signer = signerOf(file.value, trusted);
  if (!signer.ok) {
    const key = file.value.signer?.key;
    return fail({
      reason: signer.error,
      ...(key !== undefined && { signer: { key, fingerprint: fingerprintOf(key) } }),
    });
  }
  const pack = readPack(file.value.raw);
  if (!pack.ok) return fail({ reason: 'faults', faults: pack.error });
  const { expiresOn } = pack.value;
  if (expiresOn !== undefined && expiresOn < today) return fail({ reason: 'expired' });
  return ok({ hash: file.value.sha256, body: file.value.body, pack: pack.value, signer: signer.value });
}
