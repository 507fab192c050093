import { createBirpc } from 'birpc';
import type { Answer, Method, Request, WindowFunctions, WorkstationFunctions } from '#shared/contract/rpc.ts';
import { failure } from '#shared/contract/failure.ts';
import type { Standing, Wire } from './wire.ts';

/** Longer than any request may take; after that the workstation counts as gone. */
const ANSWER_WITHIN_MS = 30_000;

/** The typed door to the workstation. It never throws: a lost connection is the failure `not-connected`. */
export interface Client {
  request<M extends Method>(method: M, payload: Request<M>): Promise<Answer<M>>;
}

/** `onStanding` is told whenever the connection comes or goes. */
export function createClient(wire: Wire, offered: WindowFunctions, onStanding: (standing: Standing) => void): Client {
  let standing = false;
  const rpc = createBirpc<WorkstationFunctions, WindowFunctions>(offered, {
    post: (data) => wire.post(data),
    on: (listener) => wire.onFrame(listener),
    timeout: ANSWER_WITHIN_MS,
  });
  wire.onStanding((now) => {
    if (standing && now !== 'standing') {
      void Promise.allSettled(rpc.$rejectPendingCalls(({ reject }) => reject(new Error('not connected'))));
    }
    standing = now === 'standing';
    onStanding(now);
  });
  return {
    async request<M extends Method>(method: M, payload: Request<M>): Promise<Answer<M>> {
      if (!standing) return failure('not-connected');
      try {
        // The contract ties the answer to the method; both sides are built from the same file.
        return (await rpc.request(method, payload)) as Answer<M>;
      } catch {
        return failure('not-connected');
      }
    },
  };
}
