import { createCipheriv, createDecipheriv, diffieHellman, hkdfSync } from 'node:crypto';
import { newSealingPair, publicKeyOf, sealingKey } from './keys.ts';

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

/** What a file is encrypted with: its two X25519 keys give one key, which serves this file alone. */
export interface Lock {
  readonly ephemeral: string;
  /** `outside` is not hidden, and cannot be changed without the content being refused. */
  encrypt(content: Uint8Array, outside: Uint8Array): Buffer;
}

/** `null` when `recipient` is no key. */
export function lockFor(recipient: string, purpose: string): Lock | null {
  const { publicKey: ephemeral, privateKey } = newSealingPair();
  const secret = secretOf(privateKey, recipient, { ephemeral, recipient, purpose });
  if (secret === null) return null;
  return {
    ephemeral,
    encrypt: (content, outside) => {
      const cipher = createCipheriv('aes-256-gcm', secret.key, secret.nonce);
      cipher.setAAD(outside);
      return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    },
  };
}

interface Locked {
  readonly outside: Uint8Array;
  readonly ephemeral: string;
  readonly content: Uint8Array;
}

/** `null` when it was encrypted for another key or purpose, or when anything of it was changed. */
export function unlock(
  { outside, ephemeral, content }: Locked,
  own: { readonly privateKey: string; readonly publicKey: string },
  purpose: string,
): Buffer | null {
  const secret = secretOf(own.privateKey, ephemeral, { ephemeral, recipient: own.publicKey, purpose });
  if (secret === null || content.length < TAG_BYTES) return null;
  try {
    const cipher = createDecipheriv('aes-256-gcm', secret.key, secret.nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(outside);
    cipher.setAuthTag(content.subarray(content.length - TAG_BYTES));
    return Buffer.concat([cipher.update(content.subarray(0, content.length - TAG_BYTES)), cipher.final()]);
  } catch {
    return null;
  }
}

function secretOf(
  privateKey: string,
  publicKey: string,
  about: { readonly ephemeral: string; readonly recipient: string; readonly purpose: string },
): { readonly key: Uint8Array; readonly nonce: Uint8Array } | null {
  const [own, other] = [sealingKey(privateKey), publicKeyOf('X25519', publicKey)];
  if (own === null || other === null) return null;
  const salt = Buffer.concat([about.ephemeral, about.recipient].map((key) => Buffer.from(key, 'base64url')));
  try {
    const shared = diffieHellman({ privateKey: own, publicKey: other });
    const derived = new Uint8Array(hkdfSync('sha256', shared, salt, about.purpose, KEY_BYTES + NONCE_BYTES));
    return { key: derived.subarray(0, KEY_BYTES), nonce: derived.subarray(KEY_BYTES) };
  } catch {
    // A key of small order, with which everybody would have the same secret.
    return null;
  }
}
