import type { Entities } from '../entity.ts';
import { EMPTY_DIGEST, sameDigest } from '../digest.ts';
import type { Asked, Exchanged, ExchangeReply } from '../exchange.ts';
import { handOver } from './hand-over.ts';
import { PendingFields } from './pending.ts';
import { applyPull, retryDeferred } from './place.ts';
import { release } from './release.ts';
import { followRestored } from './restored.ts';
import type { Cursor, DeskStatus, DeskStore } from './store.ts';

export type Absorbed =
  /** `more`: there is more to send or to fetch, at once. `diverged`: these streams are not what the service has. */
  | {
      readonly kind: 'absorbed';
      readonly more: boolean;
      readonly diverged: readonly string[];
      /** What follows in these is not in the service's log any more: they are to be had as an image. */
      readonly shortened: readonly string[];
    }
  /** The service knows another past of this device: it needs a new identity, `becomeDevice`, and issues again what is open. */
  | { readonly kind: 'forked' }
  /** This desk was taken out of service; `over`: it has handed over all that it had, and is to be wiped. */
  | { readonly kind: 'revoked'; readonly over: boolean }
  | { readonly kind: 'unknown' }
  /** An answer to something that this desk does not ask any more. */
  | { readonly kind: 'stale' };

export const EMPTY_CURSOR: Cursor = { seq: 0, digest: EMPTY_DIGEST };

/** Takes in what the service replied: rows, cursors and acknowledgements in one transaction. */
export function absorbReply(store: DeskStore, entities: Entities, request: Asked, reply: ExchangeReply): Absorbed {
  return store.atomically(() => {
    const status = store.status();
    if (request.device !== status.device || request.epoch !== status.epoch) return { kind: 'stale' };
    if (request.acknowledged !== status.acknowledged) return { kind: 'stale' };
    if (reply.kind === 'refused') return { kind: reply.reason };
    if (reply.kind === 'revoked') return { kind: 'revoked', over: handOver(store, entities, status, request, reply) };
    const forked = isForked(store, status, reply);
    if (reply.forks === null) {
      if (forked) return { kind: 'forked' };
      // Ops that a restored service lacks were cleared away here: under this name the chain cannot go on. One that is leaving would
      // have followed another life first: to it, this was said before it was taken out of service.
      if (reply.lastSeq + 1 < store.firstSeq()) return { kind: status.leaving === true ? 'stale' : 'forked' };
      return takeIn(store, entities, acknowledge(store, status, request, reply), reply);
    }
    // Another copy of this desk may have been quicker: then the service may have none of the ops of this one.
    const { epoch, forks, lastSeq } = reply;
    // The backup may be older than that this desk was taken out of service.
    const { leaving: _, ...staying } = status;
    followRestored(store, entities, staying, { epoch, forks, common: forked ? 0 : lastSeq });
    return { kind: 'absorbed', more: true, diverged: [], shortened: [] };
  });
}

/** Whether the service knows another past of this desk. */
function isForked(store: DeskStore, { acknowledged, leaving }: DeskStatus, { lastSeq, lastHash }: Exchanged): boolean {
  if (lastSeq > store.lastSeq()) return true;
  const ours = store.hashOf(lastSeq);
  // A hash that is not kept any more is of an op that the service has had for long; a desk that is leaving counts otherwise.
  return ours === null ? lastSeq > acknowledged && leaving !== true : ours !== lastHash;
}

function acknowledge(
  store: DeskStore,
  { leaving: _, ...status }: DeskStatus,
  request: Asked,
  reply: Exchanged,
): DeskStatus {
  for (const { seq, reason } of reply.quarantined) store.noteQuarantined(seq, reason);
  store.dropTestimony(request.testimony);
  const { lastSeq, heads, epoch } = reply;
  if (lastSeq <= status.acknowledged && lastSeq <= status.settled) return { ...status, epoch };
  const last = status.awaited.at(-1)?.op ?? status.settled;
  const awaited = lastSeq > last ? [...status.awaited, { op: lastSeq, heads }] : status.awaited;
  return { ...status, epoch, acknowledged: Math.max(lastSeq, status.acknowledged), awaited };
}

function takeIn(store: DeskStore, entities: Entities, before: DeskStatus, reply: Exchanged): Absorbed {
  const pending = new PendingFields(store, before.settled);
  const cursors: Record<string, Cursor> = { ...before.cursors };
  const [diverged, shortened]: [string[], string[]] = [[], []];
  retryDeferred(store, entities, pending);
  // What a restored service lost has to be told before anything replaces it here.
  const untold = store.testimonyQueue(1).length > 0;
  let more = false;
  for (const pull of untold ? [] : reply.pulls) {
    const cursor = cursors[pull.stream] ?? EMPTY_CURSOR;
    if (pull.from !== cursor.seq) {
      more = true;
      continue;
    }
    if (pull.shortened === true) {
      shortened.push(pull.stream);
      continue;
    }
    const reached = applyPull(store, entities, pending, cursor, pull);
    cursors[pull.stream] = reached;
    more ||= pull.digest === null;
    if (pull.digest !== null && !sameDigest(pull.digest, reached.digest)) diverged.push(pull.stream);
  }
  retryDeferred(store, entities, pending);
  const status = settle({ ...before, cursors });
  store.saveStatus(status);
  if (status.settled > before.settled) release(store, status.settled, pending);
  const unsent = store.lastSeq() > status.acknowledged;
  return { kind: 'absorbed', more: more || unsent || untold, diverged, shortened };
}

/** Ops whose results are all pulled are settled. */
export function settle(status: DeskStatus): DeskStatus {
  const { awaited, cursors } = status;
  const arrived = awaited.filter(({ heads }) =>
    Object.entries(heads).every(([stream, head]) => (cursors[stream]?.seq ?? 0) >= head),
  );
  const settled = Math.max(status.settled, ...arrived.map(({ op }) => op));
  return { ...status, settled, awaited: awaited.filter(({ op }) => op > settled) };
}
