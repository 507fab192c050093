import type { FastifyReply } from 'fastify';
import type { Millis } from '#shared/base/clock.ts';
import type { SyncFailure, SyncFailureCode } from '#shared/contract/sync.ts';

export const STATUS: Readonly<Record<SyncFailureCode, number>> = {
  'malformed-request': 400,
  'protocol-unknown': 400,
  'too-large': 413,
  'encoding-unknown': 415,
  'not-found': 404,
  'no-token': 401,
  'token-refused': 401,
  'token-expired': 401,
  revoked: 403,
  'not-allowed': 403,
  'code-refused': 403,
  'challenge-refused': 403,
  'unknown-device': 403,
  'parcel-malformed': 400,
  'parcel-misdirected': 400,
  'parcel-forged': 403,
  'pack-no-keys': 409,
  'pack-malformed': 400,
  'pack-not-trusted': 403,
  'too-many-requests': 429,
  busy: 503,
  internal: 500,
};

/** Answers with a failure. It never says more than its code: who asks may be anybody. */
export function refuse(reply: FastifyReply, code: SyncFailureCode, retryAfterMs?: Millis): FastifyReply {
  const failure: SyncFailure = { ok: false, error: { code, ...(retryAfterMs !== undefined && { retryAfterMs }) } };
  if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1_000)));
  if (STATUS[code] === 401) reply.header('www-authenticate', 'Bearer');
  return reply.code(STATUS[code]).send(failure);
}
