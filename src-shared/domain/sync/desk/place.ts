import type { Json } from '../../../base/canonical-json.ts';
import { contribution, minus, plus } from '../digest.ts';
import { fieldOf, fits, isComplete, type Entities, type Entity } from '../entity.ts';
import type { Pull } from '../exchange.ts';
import { keyOf, type Values } from '../op.ts';
import type { Entry } from '../row.ts';
import { compareStamps } from '../stamp.ts';
import type { PendingFields } from './pending.ts';
import type { Cursor, DeskStore, Version } from './store.ts';

interface Part extends Omit<Pull, 'digest'> {
  /** An image does not say when each of its values was written: any may be as old as this, where the desk was before. */
  readonly since?: number;
}

/** Writes a part of a stream into its rows; answers how far the stream is here then. */
export function applyPull(
  store: DeskStore,
  entities: Entities,
  pending: PendingFields,
  { digest }: Cursor,
  pull: Part,
): Cursor {
  let sum = digest;
  for (const entry of pull.entries) {
    const before = store.version(entry);
    const key = keyOf(entry);
    // A row that moved may have come with its new stream before it leaves the old one.
    const had = entry.values === null ? entry.before : before?.stream === pull.stream ? before.seq : 0;
    sum = minus(sum, contribution(key, had));
    if (entry.values !== null) sum = plus(sum, contribution(key, entry.seq));
    apply(store, entities, pending, pull, entry, before);
  }
  return { seq: pull.to, digest: sum };
}

function apply(
  store: DeskStore,
  entities: Entities,
  pending: PendingFields,
  { stream, since }: Part,
  entry: Entry,
  before: Version | null,
): void {
  if (entry.values === null) {
    if (before?.stream === stream) leave(store, entry);
    return;
  }
  const current = before === null ? entry : { ...entry, values: stillTrue(entry.values, entry, before) };
  const version = versionAfter(before, stream, current);
  if (version !== null) {
    store.saveVersion(version);
    for (const stamp of [version.made, ...Object.values(entry.stamps)]) store.witness(stamp);
  }
  // What is not shown counts as unseen from there on.
  const coming = since === undefined ? current : { ...current, seq: since };
  const left = version === null ? coming : place(store, entities, pending, coming, version);
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
  const told = (field: string): boolean => Object.hasOwn(entry.values ?? {}, field);
  // A field that is told without a stamp is as the row was made.
  const kept = Object.entries(before?.stamps ?? {}).filter(([field]) => !told(field));
  const stamps = Object.fromEntries([...kept, ...Object.entries(entry.stamps).filter(([field]) => told(field))]);
  const version = { entity, id, stream, seq, made, stamps };
  return before?.ahead === true && kept.length > 0 ? { ...version, ahead: true } : version;
}

/**
 * Writes an entry into its row, except where own edits are not settled. Answers with what cannot be placed yet: what this program
 * does not know, or knows otherwise, and what refers to rows that are not here.
 */
function place(
  store: DeskStore,
  entities: Entities,
  pending: PendingFields,
  entry: Entry,
  version: Version,
): Entry | null {
  const entity = entities.get(entry.entity);
  if (entity === undefined || entry.values === null) return entry;
  const [values, unknown] = parted(entry.values, (name, value) => {
    const field = fieldOf(entity, name);
    return field !== null && fits(field, value);
  });
  const isHere = store.has(entry);
  // A row of which not even the half is known comes whole, when it is.
  if (entry.made !== undefined && !isHere && !isComplete(entity, values)) return entry;
  if (!placeKnown(store, entity, pending, { ...entry, values }, version, isHere)) return entry;
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
  isHere: boolean,
): boolean {
  const { values } = entry;
  const made = entry.made !== undefined;
  if (entity.kind === 'items' && made && (isHere || store.isOwnItem(entry.id, version.made))) return true;
  if (!isHere) return made && store.write(entry, values, version.made);
  // The own row came back: what was written into it since has no confirmed value yet.
  const confirmed = (name: string): boolean => Object.hasOwn(values, name) || Object.hasOwn(version.stamps, name);
  const unset = made ? pending.fields(entry).filter((name) => !confirmed(name)) : [];
  const told = { ...values, ...Object.fromEntries(unset.map((name) => [name, null])) };
  const [free, hidden] = parted(told, (name) => pending.op(entry, name) === null);
  // What is withheld can be shown at any time.
  if (Object.keys(hidden).length > 0 && !store.knowsReferences(entry, hidden)) return false;
  withhold(store, entry, free, hidden);
  return Object.keys(free).length === 0 || store.write(entry, free, null);
}

/** Keeps what is not shown yet; what was kept of the others is older than what comes now. */
function withhold(store: DeskStore, { entity, id, seq }: Entry, free: Values, hidden: Values): void {
  const already = store.withheld({ entity, id });
  const [kept, over] = parted(already?.values ?? {}, (name) => !Object.hasOwn(free, name));
  const values = { ...kept, ...hidden };
  if (Object.keys(values).length === 0) {
    if (already !== null) store.dropWithheld({ entity, id });
  } else if (Object.keys(hidden).length > 0 || Object.keys(over).length > 0) {
    store.saveWithheld({ entity, id, values, since: Math.min(already?.since ?? seq, seq) });
  }
}

function parted(values: Values, first: (name: string, value: Json) => boolean): readonly [Values, Values] {
  const [chosen, others]: [[string, Json][], [string, Json][]] = [[], []];
  for (const [name, value] of Object.entries(values)) (first(name, value) ? chosen : others).push([name, value]);
  // Mostly they are not parted.
  if (others.length === 0) return [values, {}];
  return [Object.fromEntries(chosen), Object.fromEntries(others)];
}

/**
 * Without the values that are older than what this desk has: a later one came while the entry waited for a program that knows it, or
 * the desk has told a restored service of a later one, which the service gives back further on.
 */
export function stillTrue(values: Values, { stamps }: Entry, version: Version): Values {
  return parted(values, (field) => {
    const [told, had] = [stamps[field], version.stamps[field]];
    // Without a stamp a field is as the row was made; whatever the clocks said, it was written later.
    return had === undefined || (told !== undefined && compareStamps(told, had) >= 0);
  })[0];
}

/** To be called when the program starts, before anybody works: perhaps it is a newer one, that knows what waited for it. */
export function placeDeferred(store: DeskStore, entities: Entities): void {
  store.atomically(() => {
    if (store.deferred().length > 0) retryDeferred(store, entities, store.pending(store.status().settled));
  });
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
