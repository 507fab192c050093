import { fail } from '#shared/base/result.ts';
import type { ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import type { Transport } from '#core/sync/transport.ts';
import type { Branch } from '#kit/service/branch.ts';

/** The link of one desk to its service: it can be made to fail, and tells what went over it. */
export class WatchedLink {
  readonly transport: Transport;
  /** How many images were fetched to their end. Whether one was of use, `pulledFrom` tells. */
  images = 0;
  /** It is down. */
  gone = false;
  /** What was asked for. */
  readonly requests: ExchangeRequest[] = [];

  constructor(branch: Branch, change: (plain: Transport) => Partial<Transport> = () => ({})) {
    const plain = branch.central.transport('1');
    const transport = { ...plain, ...change(plain) };
    this.transport = {
      ...transport,
      exchange: (enrolled, request) => {
        if (this.gone) return Promise.resolve(fail({ code: 'unreachable' } as const));
        this.requests.push(request);
        return transport.exchange(enrolled, request);
      },
      imageBytes: async (...asked) => {
        const answer = await transport.imageBytes(...asked);
        if (answer.ok) this.images += 1;
        return answer;
      },
    };
  }

  /** Where the stream was pulled from at first: behind an image that was taken in, or at its beginning. */
  get pulledFrom(): number {
    return this.requests[0]?.cursors['branch:1'] ?? 0;
  }
}
