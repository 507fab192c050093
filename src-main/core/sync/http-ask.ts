import { fail, ok, type Result } from '#shared/base/result.ts';
import { syncFailureSchema } from '#shared/contract/sync.ts';
import { certificateFault, trustAsTheSystem, trustsTheSystem } from './certificates.ts';
import type { TransportFailure } from './transport.ts';

/** Asks, and tells why there was no answer. */
export async function ask(url: string, init: RequestInit): Promise<Result<Response, TransportFailure>> {
  let response: Response;
  const trusted = trustsTheSystem();
  try {
    response = await fetch(url, { ...init, redirect: 'error' });
  } catch (error) {
    const fault = certificateFault(error);
    if (fault === 'unknown-authority') trustAsTheSystem();
    // Perhaps another request has brought that about meanwhile.
    if (fault === 'unknown-authority' && !trusted && trustsTheSystem()) return ask(url, init);
    return fail({ code: fault === null ? 'unreachable' : 'certificate-refused' });
  }
  return response.ok ? ok(response) : fail(await failureOf(response));
}

async function failureOf(response: Response): Promise<TransportFailure> {
  const read = syncFailureSchema.safeParse(parse(await textOf(response)));
  const told = read.success ? read.data.error : null;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const wait = told?.retryAfterMs ?? (Number.isFinite(seconds) ? seconds * 1_000 : undefined);
  return { code: codeOf(told?.code), ...(wait !== undefined && { retryAfterMs: wait }) };
}

function codeOf(told: string | undefined): TransportFailure['code'] {
  switch (told) {
    case 'revoked':
    case 'unknown-device':
    case 'code-refused':
    case 'protocol-unknown':
      return told;
    case 'no-token':
    case 'token-refused':
    case 'token-expired':
    case 'challenge-refused':
      return 'refused';
    default:
      return told === undefined ? 'unreachable' : 'not-understood';
  }
}

/** `null`: it broke off. */
export async function textOf(response: Response): Promise<string | null> {
  try {
    return await response.text();
  } catch {
    return null;
  }
}

export function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
