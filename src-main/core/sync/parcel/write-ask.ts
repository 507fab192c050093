import { createPrivateKey } from 'node:crypto';
import { IMAGE_FORMAT, PARCEL_LIMITS, writeRequest, type ParcelKeys } from '#shared/contract/sync.ts';
import type { ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { seal } from '#parcel/parcel.ts';
import { packText, Parts } from '#parcel/parts.ts';
import type { Enrolled } from '../status.ts';

/** For its head, the lengths and the signature. */
const ROOM = 16 * 1024;

export interface WrittenAsk {
  readonly file: Uint8Array;
  /** Changes in it. */
  readonly changes: number;
}

/** The file that says all of this; the rest goes into another one where it is too much. `null`: the service's key is none. */
export function writeAsk(
  enrolled: Enrolled,
  { sign, seal: recipient }: ParcelKeys,
  names: { readonly id: string; readonly answerTo: string },
  requests: Iterable<ExchangeRequest>,
): WrittenAsk | null {
  const parts = new Parts();
  parts.add(packText(JSON.stringify({ certificate: enrolled.certificate, imageFormat: IMAGE_FORMAT })));
  let [changes, text, count] = [0, 0, 0];
  for (const request of requests) {
    const written = writeRequest(request);
    const part = packText(written);
    text += written.length;
    const fits = parts.bytes + part.length + ROOM <= PARCEL_LIMITS.askBytes && text <= PARCEL_LIMITS.askTextBytes;
    if (count > 0 && (!fits || count + 2 > PARCEL_LIMITS.parts)) break;
    parts.add(part);
    count += 1;
    changes += request.push?.ops.length ?? 0;
  }
  const signs = createPrivateKey({
    ...{ key: Buffer.from(enrolled.privateKey, 'base64'), format: 'der', type: 'pkcs8' },
  });
  const { device } = enrolled.status;
  const file = seal({ kind: 'ask', ...names, device, service: sign }, parts.all(), { signs, recipient });
  return file === null ? null : { file, changes };
}
