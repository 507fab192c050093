import { conflictEntity } from '../conflict.ts';
import { fieldOf, type Entities, type Entity } from '../entity.ts';
import { contribution, EMPTY_DIGEST, minus, plus, sameDigest } from '../digest.ts';
import type { ExchangeReply, Exchanged, ExchangeRequest, Pull } from '../exchange.ts';
import { keyOf, type Values } from '../op.ts';
import type { Entry } from '../row.ts';
import { compareStamps, type Stamp } from '../stamp.ts';
import { PendingFields } from './pending.ts';
import { release } from './release.ts';
import type { Cursor, DeskStatus, DeskStore, Version } from './store.ts';

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
  | { readonly kind: 'revoked' }
  | { readonly kind: 'unknown' }
  /** An answer to something that this desk does not ask any more. */
  | { readonly kind: 'stale' };

const EMPTY_CURSOR: Cursor = { seq: 0, digest: EMPTY_DIGEST };

/** Takes in what the service replied: rows, cursors and acknowledgements in one transaction. */
export function absorbReply(
  store: DeskStore,
  entities: Entities,
  request: ExchangeRequest,
  reply: ExchangeReply,
): Absorbed {
  if (reply.kind === 'refused') return { kind: reply.reason };
  return store.atomically(() => {
    const status = store.status();
    if (request.device !== status.device || request.epoch !== status.epoch) return { kind: 'stale' };
    if (request.acknowledged !== status.acknowledged) return { kind: 'stale' };
    const ours = store.hashOf(reply.lastSeq);
    // A hash that is not kept any more is of an op that the service has had for long.
    const kept = ours !== null || reply.lastSeq > status.acknowledged;
    const forked = reply.lastSeq > store.lastSeq() || (kept && ours !== reply.lastHash);
    // After a restore another copy of this desk may have been quicker: then the service may have none of the ops of this one.
    if (reply.forks !== null) return followRestored(store, status, reply, reply.forks, forked ? 0 : reply.lastSeq);
    if (forked) return { kind: 'forked' };
    // Ops that a restored service lacks were cleared away here: under this name the chain cannot go on.
    if (reply.lastSeq + 1 < store.firstSeq()) return { kind: 'forked' };
    return takeIn(store, entities, acknowledge(store, status, request, reply), reply);
  });
}

/** To be called when the program starts, before anybody works: perhaps it is a newer one, that knows what waited for it. */
export function placeDeferred(store: DeskStore, entities: Entities): void {
  store.atomically(() => {
    if (store.deferred().length > 0) retryDeferred(store, entities, new PendingFields(store, store.status().settled));
  });
}

/** The service was restored from a backup: what it lost of each stream is to be told to it, and its ops sent again. */
function followRestored(
  store: DeskStore,
  status: DeskStatus,
  reply: Exchanged,
  forks: Readonly<Record<string, number>>,
  common: number,
): Absorbed {
  const cursors = Object.entries(status.cursors).map(([stream, cursor]) => {
    const fork = Math.min(forks[stream] ?? 0, cursor.seq);
    return [stream, rewound(store, stream, cursor, fork)] as const;
  });
  store.lowerBases(forks);
  const acknowledged = Math.min(status.acknowledged, common);
  const { epoch } = reply;
  // What was settled stays so: its results are in the rows that are told.
  store.saveStatus({ ...status, epoch, cursors: Object.fromEntries(cursors), acknowledged, awaited: [] });
  return { kind: 'absorbed', more: true, diverged: [], shortened: [] };
}

function rewound(store: DeskStore, stream: string, { digest }: Cursor, fork: number): Cursor {
  // Also what was told to a life of the service that was restored in its turn, before it was told anew.
  const lost = store.versionsAfter(stream, fork);
  // What lost is told before what won over it.
  const isConflict = ({ entity }: Version): boolean => entity === conflictEntity.name;
  store.queueTestimony([...lost.filter(isConflict), ...lost.filter((version) => !isConflict(version))]);
  for (const version of lost) store.saveVersion({ ...version, seq: 0 });
  const without = lost.reduce((sum, version) => minus(sum, contribution(keyOf(version), version.seq)), digest);
  return { seq: fork, digest: without };
}

function acknowledge(store: DeskStore, status: DeskStatus, request: ExchangeRequest, reply: Exchanged): DeskStatus {
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
  if (status.settled > before.settled) release(store, status.settled);
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

export function applyPull(
  store: DeskStore,
  entities: Entities,
  pending: PendingFields,
  { digest }: Cursor,
  pull: Pull,
): Cursor {
  let sum = digest;
  for (const entry of pull.entries) {
    const before = store.version(entry);
    const key = keyOf(entry);
    // A row that moved may have come with its new stream before it leaves the old one.
    const had = entry.values === null ? entry.before : before?.stream === pull.stream ? before.seq : 0;
    sum = minus(sum, contribution(key, had));
    if (entry.values !== null) sum = plus(sum, contribution(key, entry.seq));
    apply(store, entities, pending, pull.stream, entry, before);
  }
  return { seq: pull.to, digest: sum };
}

function apply(
  store: DeskStore,
  entities: Entities,
  pending: PendingFields,
  stream: string,
  entry: Entry,
  before: Version | null,
): void {
  if (entry.values === null) {
    if (before?.stream === stream) leave(store, entry);
    return;
  }
  const version = versionAfter(before, stream, entry);
  if (version !== null) {
    store.saveVersion(version);
    for (const stamp of [version.made, ...Object.values(entry.stamps)]) store.witness(stamp);
  }
  const left = version === null ? entry : place(store, entities, pending, entry, version);
  if (left !== null) store.defer(stream, left);
}

function leave(store: DeskStore, entry: Entry): void {
  store.remove(entry);
  store.dropVersion(entry);
  store.dropWithheld(entry);
  store.dropTestimony([entry]);
}

function versionAfter(before: Version | null, stream: string, entry: Entry): Version | null {
  const made = entry.made ?? before?.made;
  if (made === undefined) return null;
  const { entity, id, seq } = entry;
  // A field that is told without a stamp is as the row was made.
  const kept = Object.entries(before?.stamps ?? {}).filter(([field]) => !Object.hasOwn(entry.values ?? {}, field));
  return { entity, id, stream, seq, made, stamps: { ...Object.fromEntries(kept), ...entry.stamps } };
}

/** Writes an entry into its row, except where own edits are not settled. Answers with what cannot be placed yet. */
function place(
  store: DeskStore,
  entities: Entities,
  pending: PendingFields,
  entry: Entry,
  version: Version,
): Entry | null {
  const entity = entities.get(entry.entity);
  if (entity === undefined || entry.values === null) return entry;
  const [values, unknown] = parted(entry.values, (name) => fieldOf(entity, name) !== null);
  if (!placeKnown(store, entity, pending, { ...entry, values }, version)) return entry;
  if (Object.keys(unknown).length === 0) return null;
  if (Object.keys(values).length === 0) return entry;
  const { made: _, ...later } = entry;
  return { ...later, values: unknown };
}

function placeKnown(
  store: DeskStore,
  entity: Entity,
  pending: PendingFields,
  entry: Entry & { readonly values: Values },
  version: Version,
): boolean {
  const { values } = entry;
  const made = entry.made !== undefined;
  if (entity.kind === 'items' && made && (store.has(entry) || store.isOwnItem(entry.id, version.made))) return true;
  if (!store.has(entry)) return made && store.write(entry, values, version.made);
  // The own row came back: what was written into it since has no confirmed value yet.
  const unset = made ? pending.fields(entry).filter((name) => !Object.hasOwn(values, name)) : [];
  const told = { ...values, ...Object.fromEntries(unset.map((name) => [name, null])) };
  const [free, hidden] = parted(told, (name) => pending.op(entry, name) === null);
  if (Object.keys(hidden).length > 0) {
    const already = store.withheld(entry);
    const since = Math.min(already?.since ?? entry.seq, entry.seq);
    store.saveWithheld({ entity: entry.entity, id: entry.id, values: { ...already?.values, ...hidden }, since });
  }
  return Object.keys(free).length === 0 || store.write(entry, free, null);
}

function parted(values: Values, first: (name: string) => boolean): readonly [Values, Values] {
  const entries = Object.entries(values);
  const chosen = entries.filter(([name]) => first(name));
  return [Object.fromEntries(chosen), Object.fromEntries(entries.filter(([name]) => !first(name)))];
}

/** Without the values that a later one replaced while the entry waited for a program that knows it. */
export function stillTrue(values: Values, entry: Entry, version: Version): Values {
  const told = (field: string): Stamp => entry.stamps[field] ?? entry.made ?? version.made;
  return parted(values, (field) => compareStamps(told(field), version.stamps[field] ?? version.made) >= 0)[0];
}

/** What could not be placed before: its row may have come, or this program may have been renewed. */
export function retryDeferred(store: DeskStore, entities: Entities, pending: PendingFields): void {
  for (const { stream, entry } of store.deferred()) {
    const version = store.version(entry);
    const waited = version?.stream === stream ? present(store, entry, version) : null;
    const left = version === null || waited === null ? null : place(store, entities, pending, waited, version);
    // What is not known yet stays as it is, at its place in the order.
    if (left === entry) continue;
    store.dropDeferred(stream, entry);
    if (left !== null) store.defer(stream, left);
  }
}

/** The entry that makes a row stays whole: those that waited with it follow. */
function present(store: DeskStore, entry: Entry, version: Version): Entry {
  if (entry.values === null || !store.has(entry)) return entry;
  const values = stillTrue(entry.values, entry, version);
  return Object.keys(values).length === Object.keys(entry.values).length ? entry : { ...entry, values };
}
