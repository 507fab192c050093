import type { Entities } from '../entity.ts';
import { EMPTY_DIGEST, sameDigest } from '../digest.ts';
import type { Asked, Exchanged, ExchangeReply, Pull } from '../exchange.ts';
import { handOver } from './hand-over.ts';
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
  // What a restored service lost has to be told before anything replaces it here.
  const untold = store.testimonyQueue(1).length > 0;
  const pulls = untold ? [] : reply.pulls;
  const follows = ({ stream, from }: Pull): boolean => from === (before.cursors[stream]?.seq ?? 0);
  const shortened = pulls.filter((pull) => follows(pull) && pull.shortened === true).map(({ stream }) => stream);
  const taken = pulls.filter((pull) => follows(pull) && pull.shortened !== true);
  const cursors = takePulls(store, entities, before, taken);
  const diverged = taken
    .filter(({ stream, digest }) => digest !== null && !sameDigest(digest, (cursors[stream] ?? EMPTY_CURSOR).digest))
    .map(({ stream }) => stream);
  const more = untold || !pulls.every(follows) || taken.some(({ digest }) => digest === null);
  return { kind: 'absorbed', more: more || store.lastSeq() > store.status().acknowledged, diverged, shortened };
}

/**
 * Writes what follows on the cursors, in one go with the end of the ops that it settles: what the service says of their fields is
 * written at once, and only later edits hold it back. Answers with the cursors then.
 */
export function takePulls(
  store: DeskStore,
  entities: Entities,
  before: DeskStatus,
  pulls: readonly Omit<Pull, 'digest'>[],
): DeskStatus['cursors'] {
  const heads = Object.fromEntries(pulls.map(({ stream, to }) => [stream, to]));
  const settled = settledAt(before, heads);
  const pending = store.pending(settled);
  retryDeferred(store, entities, pending);
  const cursors: Record<string, Cursor> = { ...before.cursors };
  for (const pull of pulls)
    cursors[pull.stream] = applyPull(store, entities, pending, cursors[pull.stream] ?? EMPTY_CURSOR, pull);
  retryDeferred(store, entities, pending);
  store.saveStatus({ ...before, cursors, settled, awaited: before.awaited.filter(({ op }) => op > settled) });
  if (settled > before.settled) release(store, pending);
  return cursors;
}

/** Ops whose results are all pulled are settled; `heads` are the cursors that will be other than now. */
export function settledAt({ awaited, cursors, settled }: DeskStatus, heads: Readonly<Record<string, number>>): number {
  const isHere = ([stream, head]: readonly [string, number]): boolean =>
    (heads[stream] ?? cursors[stream]?.seq ?? 0) >= head;
  const arrived = awaited.filter((each) => Object.entries(each.heads).every(isHere));
  return Math.max(settled, ...arrived.map(({ op }) => op));
}
