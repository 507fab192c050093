import type { EpochMs } from '../../../base/clock.ts';
import { EMPTY_DIGEST } from '../digest.ts';
import type { Entities } from '../entity.ts';
import type { ExchangeReply, ExchangeRequest, Pull, Push } from '../exchange.ts';
import type { Received } from '../merge.ts';
import { hashOp, type Sha256 } from '../op.ts';
import { boundedTime, witnessOf, type ClockWitness } from '../stamp.ts';
import { OpMerger } from './push.ts';
import { recall } from './recall.ts';
import { setAside } from './revoked.ts';
import type { DeviceState, Epoch, ServiceStore, StreamHead } from './store.ts';
import { Workspace } from './workspace.ts';

export interface ServiceParts {
  readonly store: ServiceStore;
  readonly entities: Entities;
  readonly sha256: Sha256;
  readonly now: () => EpochMs;
  /** About so many entries go into one reply. */
  readonly pullLimit: number;
}

/** One exchange with a desk: takes in what it pushes, then gives what it has not seen. Whatever is repeated changes nothing. */
export async function serveExchange(parts: ServiceParts, request: ExchangeRequest): Promise<ExchangeReply> {
  const { store } = parts;
  const known = await store.device(request.device);
  if (known === null) return { kind: 'refused', reason: 'unknown' };
  const epochs = await store.epochs();
  const epoch = epochs.at(-1)?.id ?? '';
  const forks = forksSince(epochs, request.epoch, Object.keys(known.grants));
  const taken =
    forks === null
      ? await takeIn(parts, request, epochs.at(-1)?.heads ?? {})
      : ({ kind: 'taken', device: known } as const);
  if (taken.kind === 'refused') return taken;
  const { device } = taken;
  if (device.revoked) return { kind: 'revoked', epoch, forks };
  const streams = Object.keys(device.grants);
  const heads = await store.heads(streams);
  const pulls: Pull[] = [];
  for (const stream of forks === null ? streams : [])
    pulls.push(await pull(parts, stream, request.cursors[stream] ?? 0, heads.get(stream)));
  return {
    kind: 'exchanged',
    now: parts.now(),
    epoch,
    forks,
    lastSeq: device.lastSeq,
    lastHash: device.lastHash,
    quarantined: await store.quarantined(device.id, request.acknowledged),
    heads: Object.fromEntries(streams.map((stream) => [stream, heads.get(stream)?.head ?? 0])),
    pulls,
  };
}

/** Commits of a stream after a cursor. The head was read before: what is committed after it only makes the answer longer, never wrong. */
async function pull(
  { store, pullLimit }: ServiceParts,
  stream: string,
  from: number,
  { head, digest }: StreamHead = { head: 0, digest: EMPTY_DIGEST },
): Promise<Pull> {
  const entries = from < head ? await store.entries(stream, from, pullLimit) : [];
  // What follows the cursor was cleared away.
  if (from < head && entries[0]?.seq !== from + 1)
    return { stream, from, to: from, entries: [], digest: null, shortened: true };
  const to = entries.at(-1)?.seq ?? from;
  return { stream, from, to, entries, digest: to === head ? digest : null };
}

type Taken =
  | { readonly kind: 'taken'; readonly device: DeviceState }
  | { readonly kind: 'refused'; readonly reason: 'forked' | 'unknown' };

async function takeIn(parts: ServiceParts, request: ExchangeRequest, began: Epoch['heads']): Promise<Taken> {
  const { push, testimony } = request;
  return parts.store.transaction(async (transaction) => {
    const device = await transaction.lockDevice(request.device);
    if (device === null) return { kind: 'refused', reason: 'unknown' };
    const receivedAt = parts.now();
    const workspace = new Workspace(transaction);
    const hearing = { entities: parts.entities, began, transaction, workspace };
    if (device.revoked) {
      await setAside({ hearing, sha256: parts.sha256, receivedAt }, device, request);
      return { kind: 'taken', device };
    }
    const witness = witnessOf(device, request, receivedAt);
    const fresh = push === null ? [] : attach(parts, device, push, witness);
    if (fresh === 'forked') return { kind: 'refused', reason: 'forked' };
    const merger = new OpMerger(parts.entities, workspace, transaction);
    const known = await transaction.noteOps(fresh);
    await recall(hearing, merger, device, testimony);
    const { settled = 0, aside = [] } = push ?? {};
    await merger.merge(device, fresh, known, (seq) => seq <= settled && !aside.includes(seq));
    const last = fresh.at(-1);
    const lastContact = Math.max(device.lastContact, receivedAt);
    const saved = { ...device, lastContact, ...(last && { lastSeq: last.op.seq, lastHash: last.hash }) };
    await transaction.saveDevice(saved);
    await transaction.commit(workspace.writes());
    return { kind: 'taken', device: saved };
  });
}

/**
 * The ops of a push that the service does not have, chained to the last one that it has. None where there is a gap: the reply
 * says where to begin again. `forked` when the desk tells another past than the one the service knows.
 */
function attach(
  { sha256 }: ServiceParts,
  device: DeviceState,
  { ops, prev }: Push,
  witness: ClockWitness,
): readonly Received[] | 'forked' {
  const first = ops[0]?.seq ?? 0;
  if (first > device.lastSeq + 1) return [];
  let hash = prev;
  if (first === device.lastSeq + 1 && hash !== device.lastHash) return 'forked';
  const fresh: Received[] = [];
  for (const [at, op] of ops.entries()) {
    if (op.seq !== first + at) break;
    hash = hashOp(device.id, op, hash, sha256);
    if (op.seq === device.lastSeq && hash !== device.lastHash) return 'forked';
    if (op.seq > device.lastSeq) fresh.push({ op, device: device.id, hash, bounded: boundedTime(op, witness) });
  }
  return fresh;
}

/** `null` while the desk's cursors belong to the present life of the service; else how far each stream is still the same. */
function forksSince(
  epochs: readonly Epoch[],
  asked: string | null,
  streams: readonly string[],
): Record<string, number> | null {
  const at = epochs.findIndex(({ id }) => id === asked);
  if (asked === null || at === epochs.length - 1) return null;
  // A life that the backup does not know of: nothing can be told to be the same.
  const since = at < 0 ? null : epochs.slice(at + 1);
  const common = (stream: string): number =>
    since === null ? 0 : Math.min(...since.map(({ heads }) => heads[stream] ?? 0));
  return Object.fromEntries(streams.map((stream) => [stream, common(stream)]));
}
