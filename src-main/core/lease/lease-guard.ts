import type { CaseId } from '#shared/base/ids.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Accepted, Method } from '#shared/contract/rpc.ts';
import { fail } from '#shared/base/result.ts';
import type { Parts } from '../parts.ts';
import type { Handlers } from '../wire/serve.ts';

/** What can be read of a case, by requests that name it. */
const OF_A_CASE = ['case.get', 'case.timeline', 'case.watch'] as const;
/** Lists of customers' data. */
const LISTS = ['case.list', 'callback.list', 'sync.conflicts'] as const;

/**
 * Without its service for longer than it may be, a desk opens no list of customers' data, and no case but those of the contacts
 * in progress. What is typed is always kept: refusing it would lose it. That no contact begins is the contacts' own affair.
 */
export function withinLease<From>(
  handlers: Handlers<From>,
  { lease, log }: Pick<Parts, 'lease' | 'log'>,
): Handlers<From> {
  const isAtWork = (caseId: CaseId): boolean => log.open().some((row) => row.caseId === caseId);
  const guarded: Partial<Record<Method, unknown>> = { ...handlers };
  const guard = <M extends Method>(method: M, refusal: (asked: Accepted<M>) => Failure | null): void => {
    const handle: Handlers<From>[M] = handlers[method];
    guarded[method] = (asked: Accepted<M>, from: From) => {
      const refused = refusal(asked);
      return refused === null ? handle(asked, from) : fail(refused);
    };
  };
  for (const method of LISTS) guard(method, () => lease.refusal());
  for (const method of OF_A_CASE) {
    guard(method, ({ caseId }) => (caseId === null || isAtWork(caseId) ? null : lease.refusal()));
  }
  guard('contact.timeline', ({ contactId }) =>
    log.open().some(({ id }) => id === contactId) ? null : lease.refusal(),
  );
  return guarded as Handlers<From>;
}
