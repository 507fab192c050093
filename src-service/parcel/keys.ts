import { createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { ParcelKeys } from '#shared/contract/sync.ts';
import { rawPublicKey, sealingKey, type SealingPair } from '#parcel/keys.ts';
import type { Secrets } from '../identity/secrets.ts';

/** What the service opens the files of desks with, and signs its own. */
export interface ServiceKeys {
  readonly signs: KeyObject;
  readonly opens: SealingPair;
  readonly told: ParcelKeys;
}

/** Made of the secrets that every backup has: a service that was restored reads what was written for it before. */
export function serviceKeys({ seal, signingKey }: Secrets): ServiceKeys {
  const signs = createPrivateKey(signingKey);
  const privateKey = Buffer.from(hkdfSync('sha256', seal, '', 'zuoxi parcel key', 32)).toString('base64url');
  const key = sealingKey(privateKey);
  const publicKey = key === null ? '' : rawPublicKey(key);
  return { signs, opens: { privateKey, publicKey }, told: { sign: rawPublicKey(signs), seal: publicKey } };
}
