import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { EpochMs, Millis } from '#shared/base/clock.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { same, sealed } from './secrets.ts';

export const TOKEN_LIFE: Millis = 15 * 60_000;
/** Services on one database may differ by so much; a token from further in the future is of a clock that was set. */
const CLOCKS_DIFFER: Millis = 60_000;

const claimsSchema = z.strictObject({ device: z.string(), from: z.int(), until: z.int() });

/** `z1.<claims>.<seal>`: who holds the secret of the service can check it without asking the database. */
export function issueToken(
  seal: KeyObject,
  device: string,
  now: EpochMs,
): { readonly token: string; readonly until: EpochMs } {
  const until = now + TOKEN_LIFE;
  const claims = Buffer.from(JSON.stringify({ device, from: now, until })).toString('base64url');
  return { token: `z1.${claims}.${sealed(seal, 'token', claims)}`, until };
}

export interface Bearer {
  readonly device: string;
  readonly until: EpochMs;
}

export function readToken(
  seal: KeyObject,
  token: string,
  now: EpochMs,
): Result<Bearer, 'token-refused' | 'token-expired'> {
  const [kind, claims, proof, ...more] = token.split('.');
  if (kind !== 'z1' || claims === undefined || proof === undefined || more.length > 0) return fail('token-refused');
  if (!same(proof, sealed(seal, 'token', claims))) return fail('token-refused');
  const { device, from, until } = claimsSchema.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  if (from > now + CLOCKS_DIFFER) return fail('token-refused');
  return until <= now ? fail('token-expired') : ok({ device, until });
}
