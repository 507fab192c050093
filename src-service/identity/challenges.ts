import type { KeyObject } from 'node:crypto';
import type { EpochMs, Millis } from '#shared/base/clock.ts';
import type { Randomness } from '../randomness.ts';
import type { Sql } from '../storage/database.ts';
import { sealed } from './secrets.ts';

const CHALLENGE_LIFE: Millis = 60_000;

interface Parts {
  readonly sql: Sql;
  readonly seal: KeyObject;
}

/** Something to sign. Whoever asks gets one, so that it does not tell which devices there are. */
export async function makeChallenge(
  { sql, seal, random }: Parts & { readonly random: Randomness },
  device: string,
  now: EpochMs,
): Promise<{ readonly challenge: string; readonly expiresAt: EpochMs }> {
  const challenge = Buffer.from(random.bytes(32)).toString('base64url');
  const expiresAt = now + CHALLENGE_LIFE;
  await sql.all('DELETE FROM challenge WHERE expires_at <= $1', [now]);
  await sql.all('INSERT INTO challenge (proof, device, expires_at) VALUES ($1, $2, $3)', [
    ...[sealed(seal, 'challenge', challenge), device, expiresAt],
  ]);
  return { challenge, expiresAt };
}

/** Uses up a challenge; it can be answered once, by the device that asked, within its minute. */
export async function useChallenge(
  { sql, seal }: Parts,
  device: string,
  challenge: string,
  now: EpochMs,
): Promise<boolean> {
  const proof = sealed(seal, 'challenge', challenge);
  const [row] = await sql.all('DELETE FROM challenge WHERE proof = $1 RETURNING device, expires_at', [proof]);
  // One from further ahead than a challenge lives was made before the clock of this machine was set back.
  const left = Number(row?.expires_at ?? 0) - now;
  return row?.device === device && left > 0 && left <= CHALLENGE_LIFE;
}
