import { fail, type Result } from '#shared/base/result.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import type { PackReason } from '#shared/contract/pack-reason.ts';
import { readPackFile, signerOf } from '#parcel/pack-file.ts';

/** Why something is not published. `no-keys`: nobody said whose packs this service publishes, and no desk would take any. */
export type NotPublished = Exclude<PackReason, 'not-read' | 'expired'> | 'no-keys';

/** Whether desks will take it: signed by one of the company's keys, and without faults. */
export function acceptedPack(content: Uint8Array, keys: readonly string[]): Result<Pack, NotPublished> {
  if (keys.length === 0) return fail('no-keys');
  const file = readPackFile(content);
  if (!file.ok) return file;
  const signer = signerOf(file.value, keys);
  if (!signer.ok) return signer;
  const pack = readPack(file.value.raw);
  return pack.ok ? pack : fail('faults');
}
