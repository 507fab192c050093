import { createPrivateKey, type KeyObject } from 'node:crypto';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { rawPublicKey } from '#parcel/keys.ts';
import { writePackFile } from '#parcel/pack-file.ts';

const pkcs8 = (seed: number): string =>
  `302e020100300506032b657004220420${seed.toString(16).padStart(2, '0').repeat(32)}`;

/** The same key in every run. */
export function testPackKey(seed = 7): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8(seed), 'hex'), format: 'der', type: 'pkcs8' });
}

/** Whose packs the services and desks of tests trust. */
export const PACK_KEY = rawPublicKey(testPackKey());

/** A pack as it is published; also one with faults, which no tool would build. */
export function signedPack(raw: unknown, key: KeyObject | null = testPackKey()): Uint8Array {
  const pack = readPack(raw);
  return writePackFile(canonicalJson(pack.ok ? pack.value : raw), key);
}
