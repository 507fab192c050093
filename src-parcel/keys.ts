import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** As RFC 8410 writes an X25519 private key of 32 bytes in PKCS #8. */
const X25519_PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

export interface SealingPair {
  /** The 32 raw bytes, base64url. */
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A pair for one file. */
export function newSealingPair(): SealingPair {
  const { privateKey } = generateKeyPairSync('x25519');
  return { publicKey: rawPublicKey(privateKey), privateKey: privateKey.export({ format: 'jwk' }).d ?? '' };
}

/** `null` when it is none. */
export function sealingKey(raw: string): KeyObject | null {
  return keyOf(() => {
    const bytes = Buffer.concat([X25519_PKCS8, Buffer.from(raw, 'base64url')]);
    return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
  });
}

/** An Ed25519 or X25519 public key of its 32 raw bytes; `null` when it is none. */
export function publicKeyOf(crv: 'Ed25519' | 'X25519', raw: string): KeyObject | null {
  return keyOf(() => createPublicKey({ key: { kty: 'OKP', crv, x: raw }, format: 'jwk' }));
}

/** The public half of a private key. */
export function rawPublicKey(privateKey: KeyObject): string {
  return createPublicKey(privateKey).export({ format: 'jwk' }).x ?? '';
}

function keyOf(make: () => KeyObject): KeyObject | null {
  try {
    return make();
  } catch {
    return null;
  }
}
