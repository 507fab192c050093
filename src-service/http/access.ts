import type { KeyObject } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { EpochMs } from '#shared/base/clock.ts';
import { fail, ok, type Result } from '#shared/base/result.ts';
import type { SyncFailureCode } from '#shared/contract/sync.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import { same, sealed } from '../identity/secrets.ts';
import { readToken } from '../identity/tokens.ts';
import type { Database } from '../storage/database.ts';

/**
 * Who may ask:
 * - `device`: any enrolled desk, also a revoked one, which still hands over what it has;
 * - `active`: one that was not revoked;
 * - `supervisor`: an active desk of a supervisor or administrator, for its own streams; the administrator's token for all;
 * - `administrator`: an active desk of an administrator, or the administrator's token;
 * - `metrics`: the token for it, or the administrator's.
 */
export type Access = 'everybody' | 'device' | 'active' | 'supervisor' | 'administrator' | 'metrics';

export type Principal =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'device'; readonly device: DeviceState; readonly until: EpochMs }
  | { readonly kind: 'administrator' }
  | { readonly kind: 'metrics' };

export interface Keys {
  readonly seal: KeyObject;
  /** Sealed, as all that is kept of it. */
  readonly adminProof: string;
  readonly metricsProof: string | null;
}

export const tokenProof = (seal: KeyObject, token: string): string => sealed(seal, 'access', token);

const NOBODY: Principal = { kind: 'nobody' };

/** Who asks, by `Authorization: Bearer …`. */
export async function principalOf(
  request: FastifyRequest,
  { seal, adminProof, metricsProof }: Keys,
  database: Database,
  now: EpochMs,
): Promise<Result<Principal, SyncFailureCode>> {
  const { authorization } = request.headers;
  if (authorization === undefined) return ok(NOBODY);
  const token = /^Bearer ([\x21-\x7e]{1,2000})$/u.exec(authorization)?.[1];
  if (token === undefined) return fail('token-refused');
  if (token.startsWith('z1.')) {
    const bearer = readToken(seal, token, now);
    if (!bearer.ok) return bearer;
    const device = await database.device(bearer.value.device);
    return device === null ? fail('unknown-device') : ok({ kind: 'device', device, until: bearer.value.until });
  }
  const proof = tokenProof(seal, token);
  if (same(proof, adminProof)) return ok({ kind: 'administrator' });
  return metricsProof !== null && same(proof, metricsProof) ? ok({ kind: 'metrics' }) : fail('token-refused');
}

/** `null` when the principal may come in. */
export function refusalOf(access: Access, principal: Principal): SyncFailureCode | null {
  if (access === 'everybody') return null;
  if (principal.kind === 'nobody') return 'no-token';
  if (principal.kind === 'metrics') return access === 'metrics' ? null : 'not-allowed';
  if (principal.kind === 'administrator') return access === 'device' || access === 'active' ? 'not-allowed' : null;
  const { revoked, role } = principal.device;
  if (access === 'device') return null;
  if (revoked) return 'revoked';
  if (access === 'active') return null;
  if (access === 'supervisor') return role === 'supervisor' || role === 'admin' ? null : 'not-allowed';
  return access === 'administrator' && role === 'admin' ? null : 'not-allowed';
}
