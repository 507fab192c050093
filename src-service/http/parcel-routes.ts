import { PARCEL_LIMITS, type SyncFailureCode } from '#shared/contract/sync.ts';
import { answerParcel } from '../parcel/answer.ts';
import type { AskFault } from '../parcel/read-ask.ts';
import type { ServiceParts } from '../parts.ts';
import { refuse } from './failures.ts';
import { route, type Route } from './route.ts';

const CODES: Readonly<Record<AskFault, SyncFailureCode>> = {
  'not-a-parcel': 'parcel-malformed',
  incomplete: 'parcel-malformed',
  damaged: 'parcel-malformed',
  'not-understood': 'parcel-malformed',
  'an-answer': 'parcel-malformed',
  'too-new': 'protocol-unknown',
  'too-large': 'too-large',
  'other-service': 'parcel-misdirected',
  'unknown-desk': 'unknown-device',
  forged: 'parcel-forged',
};

/** Files of desks without a link. */
export function parcelRoutes(parts: ServiceParts): readonly Route[] {
  return [
    route({
      ...{ method: 'POST', path: '/admin/exchange', access: 'administrator', rate: 'request' },
      about:
        'Takes in a file that a desk without a link has written (the body), and gives the answer that is carried back to it.',
      bodyLimit: PARCEL_LIMITS.askBytes,
      binary: true,
      run: async ({ request, reply }): Promise<unknown> => {
        const file = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const answered = await answerParcel(parts, file);
        if (!answered.ok) return refuse(reply, CODES[answered.error]);
        return reply.type('application/octet-stream').send(answered.value.answer);
      },
    }),
  ];
}
