import type { EpochMs } from '../../../base/clock.ts';
import type { Exchanged, ExchangeReply, ExchangeRequest } from '../exchange.ts';
import { pushOf, type Limits } from './prepare.ts';
import type { DeskStatus, DeskStore } from './store.ts';

/**
 * What this desk will ask next, when it has a reply and has not taken it in yet: the service can work on it meanwhile. `null` where there
 * is no more to send, or where it is not plain what the desk will be then; it asks afterwards, as ever. Should the reply not be taken
 * in, the answer to this is stale, and what it answers is asked again.
 */
export function prepareAhead(
  store: DeskStore,
  asked: ExchangeRequest,
  reply: ExchangeReply,
  now: EpochMs,
  limits: Limits,
): ExchangeRequest | null {
  const status = store.status();
  if (reply.kind !== 'exchanged' || !isPlain(store, status, asked, reply)) return null;
  const { device, epoch } = status;
  const acknowledged = reply.lastSeq;
  const push = pushOf(store, { ...status, acknowledged }, limits);
  if (push === null) return null;
  const cursors = { ...asked.cursors, ...Object.fromEntries(reply.pulls.map(({ stream, to }) => [stream, to])) };
  return { device, now, epoch, cursors, acknowledged, push, testimony: [] };
}

/** Whether it answers what this desk still asks, in the same life and the same past, and takes it on in all streams. */
function isPlain(store: DeskStore, status: DeskStatus, asked: ExchangeRequest, reply: Exchanged): boolean {
  const { device, epoch, acknowledged, push } = asked;
  return (
    device === status.device &&
    epoch === status.epoch &&
    epoch === reply.epoch &&
    reply.forks === null &&
    acknowledged === status.acknowledged &&
    status.settled <= acknowledged &&
    status.leaving !== true &&
    reply.lastSeq === push?.ops.at(-1)?.seq &&
    reply.lastHash === store.hashOf(reply.lastSeq) &&
    reply.pulls.every(({ stream, from, shortened }) => from === (status.cursors[stream]?.seq ?? 0) && !shortened) &&
    store.testimonyQueue(1).length === 0
  );
}
