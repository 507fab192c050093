import { fail } from '#shared/base/result.ts';
import type { Transport } from '#core/sync/transport.ts';

/** There is no central service on this network. */
export const noTransport: Transport = {
  enrol: () => Promise.resolve(fail({ code: 'unreachable' })),
  renew: () => Promise.resolve(fail({ code: 'unreachable' })),
  exchange: () => Promise.resolve(fail({ code: 'unreachable' })),
  image: () => Promise.resolve(fail({ code: 'unreachable' })),
  imageBytes: () => Promise.resolve(fail({ code: 'unreachable' })),
  parcelKeys: () => Promise.resolve(fail({ code: 'unreachable' })),
  pack: () => Promise.resolve(fail({ code: 'unreachable' })),
  presence: () => Promise.resolve(fail({ code: 'unreachable' })),
  listen: () => ({ dispose: () => undefined }),
};

/** What a workstation without a service is made with. */
export const noService = { transport: noTransport, random: (): number => 0.5 } as const;
