import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** Whether an Ed25519 signature is of this raw public key. Whatever is malformed is not. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(text), keyOf(publicKey), Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}

/** Whether it is a key at all. */
export function isPublicKey(publicKey: string): boolean {
  try {
    return keyOf(publicKey).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

export function signedBy(privateKey: string, text: string): string {
  return sign(null, Buffer.from(text), createPrivateKey(privateKey)).toString('base64url');
}

export function isSignedByUs(privateKey: string, text: string, signature: string): boolean {
  return verify(null, Buffer.from(text), createPublicKey(privateKey), Buffer.from(signature, 'base64url'));
}

function keyOf(publicKey: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });
}
