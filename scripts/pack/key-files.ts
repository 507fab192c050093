import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { publicKeyOf, rawPublicKey } from '#parcel/keys.ts';

/** The private half as PKCS #8 in PEM; the public half is one line beside it. */
export function makeKeyFiles(name: string): { readonly privateFile: string; readonly publicKey: string } | null {
  const [privateFile, publicFile] = [`${name}.key`, `${name}.pub`];
  if (existsSync(privateFile) || existsSync(publicFile)) return null;
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = rawPublicKey(privateKey);
  writeFileSync(privateFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  writeFileSync(publicFile, `${publicKey}\n`, { flag: 'wx' });
  return { privateFile, publicKey };
}

/** `null`: there is no such file, or it holds no Ed25519 key. */
export function readPrivateKey(file: string): KeyObject | null {
  try {
    const key = createPrivateKey(readFileSync(file));
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/** The key itself, or a file that holds it. */
export function readPublicKey(told: string): string | null {
  const text = existsSync(told) ? readFileSync(told, 'utf8').trim() : told.trim();
  return text.length === 43 && publicKeyOf('Ed25519', text) !== null ? text : null;
}
