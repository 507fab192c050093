import type { z } from 'zod';
import { fail, ok, type Result } from '#shared/base/result.ts';
import { PARCEL_LIMITS, parcelPapersSchema, readRequest, type ParcelHead } from '#shared/contract/sync.ts';
import type { ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import type { FrameFault } from '#parcel/frame.ts';
import { Sealed } from '#parcel/parcel.ts';
import { partsOf, unpackText } from '#parcel/parts.ts';
import { readCertificate } from '../identity/certificate.ts';
import { publicKeyOf, type Enrolled } from '../identity/devices.ts';
import type { Secrets } from '../identity/secrets.ts';
import type { Sql } from '../storage/database.ts';
import type { ServiceKeys } from './keys.ts';

/** Why a file was not taken in: nothing was changed then. */
export type AskFault =
  FrameFault | 'too-large' | 'an-answer' | 'other-service' | 'unknown-desk' | 'forged' | 'not-understood';

export interface Ask {
  readonly head: Extract<ParcelHead, { readonly kind: 'ask' }>;
  readonly requests: readonly ExchangeRequest[];
  readonly imageFormat: number;
  /** A desk that this service does not know, by its own certificate: a backup older than its enrolment was put back. */
  readonly lost: Enrolled | null;
}

interface Parts {
  readonly sql: Sql;
  readonly secrets: Secrets;
  readonly keys: ServiceKeys;
}

/** What a desk has written, once it is sure that it was this desk. */
export async function readAsk(parts: Parts, bytes: Uint8Array): Promise<Result<Ask, AskFault>> {
  if (bytes.length > PARCEL_LIMITS.askBytes) return fail('too-large');
  const read = Sealed.read(bytes);
  if (!read.ok) return read;
  const sealed = read.value;
  const { head } = sealed;
  if (head.kind !== 'ask') return fail('an-answer');
  if (head.service !== parts.keys.told.sign) return fail('other-service');
  const known = await publicKeyOf(parts.sql, head.device);
  if (known !== null && !sealed.isSignedBy(known)) return fail('forged');
  const content = sealed.open(parts.keys.opens);
  const [first, ...others] = (content === null ? null : partsOf(content)) ?? [];
  const papers = first === undefined ? null : papersOf(first);
  if (papers === null) return fail('damaged');
  const lost = known === null ? readCertificate(parts.secrets.signingKey, papers.certificate) : null;
  if (known === null) {
    if (lost?.id !== head.device) return fail('unknown-desk');
    if (!sealed.isSignedBy(lost.publicKey)) return fail('forged');
  }
  const requests = requestsOf(others, head.device);
  return requests === null ? fail('not-understood') : ok({ head, requests, imageFormat: papers.imageFormat, lost });
}

function papersOf(part: Uint8Array): z.infer<typeof parcelPapersSchema> | null {
  try {
    return parcelPapersSchema.parse(JSON.parse(unpackText(part) ?? ''));
  } catch {
    return null;
  }
}

/** All or none: a file of which something is not understood changes nothing. */
function requestsOf(parts: readonly Uint8Array[], device: string): readonly ExchangeRequest[] | null {
  const requests: ExchangeRequest[] = [];
  let bytes = 0;
  for (const part of parts) {
    const text = unpackText(part);
    bytes += text?.length ?? 0;
    const request = text === null || bytes > PARCEL_LIMITS.askTextBytes ? null : readRequest(text);
    if (request?.ok !== true || request.value.device !== device) return null;
    requests.push(request.value);
  }
  return requests.length === 0 ? null : requests;
}
