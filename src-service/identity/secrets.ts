import { createHmac, createSecretKey, generateKeyPairSync, hash, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { Randomness } from '../randomness.ts';
import type { Sql } from '../storage/database.ts';

/** What all services on one database share, made by the first. */
export interface Secrets {
  /** Tokens and codes are sealed with it. */
  readonly seal: KeyObject;
  /** Certificates of enrolment are signed with it: Ed25519, PKCS #8. */
  readonly signingKey: string;
}

export async function secretsOf(sql: Sql, random: Randomness): Promise<Secrets> {
  const seal = await shared(sql, 'seal', () => Buffer.from(random.bytes(32)).toString('base64url'));
  const signingKey = await shared(sql, 'signing-key', () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  return { seal: createSecretKey(seal, 'base64url'), signingKey };
}

/** The value of a name; the first to ask makes it, also when several ask at once. */
export async function shared(sql: Sql, name: string, make: () => string): Promise<string> {
  const read = async (): Promise<string | null> => {
    const [row] = await sql.all('SELECT value FROM secret WHERE name = $1', [name]);
    return row === undefined ? null : String(row.value);
  };
  const known = await read();
  if (known !== null) return known;
  await sql.all('INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [name, make()]);
  return (await read()) ?? '';
}

export function sealed(seal: KeyObject, purpose: string, text: string): string {
  return createHmac('sha256', seal).update(`zuoxi ${purpose}\n${text}`).digest('base64url');
}

/** Compares in a time that tells nothing. */
export function same(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}
