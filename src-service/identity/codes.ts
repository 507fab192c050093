import type { KeyObject } from 'node:crypto';
import type { EpochMs, Millis } from '#shared/base/clock.ts';
import { grantsSchema, roleSchema } from '#shared/contract/sync.ts';
import type { Role } from '#shared/domain/sync/entity.ts';
import type { Randomness } from '../randomness.ts';
import type { Database, Sql } from '../storage/database.ts';
import { branchStream, grantsFor, type Enrolled } from './devices.ts';
import { same, sealed } from './secrets.ts';

export const CODE_LIFE: Millis = 24 * 3_600_000;
/** A code that was mistyped so often is void. */
const ATTEMPTS = 5;

/** Crockford's base 32: no I, L, O, U, which are misread. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface CodeWish {
  readonly branch: string;
  readonly role: Role;
  /** Further branches, of a supervisor. */
  readonly branches: readonly string[];
  readonly label: string;
}

/** Makes a one-time code. Its first group finds it, the rest, 60 bits, is kept sealed only. */
export async function makeCode(
  { sql, seal, random }: { readonly sql: Sql; readonly seal: KeyObject; readonly random: Randomness },
  { branch, role, branches, label }: CodeWish,
  expiresAt: EpochMs,
): Promise<string> {
  const letters = [...random.bytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  const [id, secret] = [letters.slice(0, 4), letters.slice(4)];
  const grants = JSON.stringify(grantsFor(role, [...new Set([branch, ...branches])]));
  await sql.all(
    `INSERT INTO code (id, proof, attempts, label, branch, role, home, grants, expires_at)
     VALUES ($1, $2, 0, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO UPDATE SET proof = $2, attempts = 0, label = $3, branch = $4, role = $5, home = $6, grants = $7, expires_at = $8`,
    [id, proofOf(seal, id, secret), label, branch, role, branchStream(branch), grants, expiresAt],
  );
  return letters.replaceAll(/(.{4})(?=.)/gu, '$1-');
}

/** Uses up a code: what it was made for, or `null` when it is wrong, used, expired or was mistyped too often. */
export async function useCode(
  database: Database,
  seal: KeyObject,
  typed: string,
  now: EpochMs,
): Promise<Omit<Enrolled, 'id' | 'publicKey'> | null> {
  const letters = typed.toUpperCase().replaceAll(/[\s-]/gu, '').replaceAll('O', '0').replaceAll(/[IL]/gu, '1');
  const [id, secret] = [letters.slice(0, 4), letters.slice(4)];
  return database.atomically(async (sql) => {
    // Counting comes first and locks the code: of two who use it at once, one finds it gone.
    const [row] = await sql.all('UPDATE code SET attempts = attempts + 1 WHERE id = $1 RETURNING *', [id]);
    if (row === undefined) return null;
    const fits = same(String(row.proof), proofOf(seal, id, secret));
    if (!fits || Number(row.attempts) > ATTEMPTS || Number(row.expires_at) <= now) return null;
    await sql.all('DELETE FROM code WHERE id = $1 OR expires_at <= $2', [id, now]);
    const [label, branch, home] = [String(row.label), String(row.branch), String(row.home)];
    const grants = grantsSchema.parse(JSON.parse(String(row.grants)));
    return { label, branch, role: roleSchema.parse(row.role), home, grants };
  });
}

function proofOf(seal: KeyObject, id: string, secret: string): string {
  return sealed(seal, 'enrolment code', `${id}\n${secret}`);
}
