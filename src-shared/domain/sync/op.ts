import { canonicalJson, type Json } from '../../base/canonical-json.ts';

/** A map of field names to values; the shape of each value is the declaration's affair. */
export type Values = Readonly<Record<string, Json>>;

/** What one op does: make a row, change fields of one, or add an item that is never changed. */
export interface Change {
  readonly entity: string;
  /** The row's id. For an item, the row that it belongs to: the item itself is named by its op. */
  readonly id: string;
  readonly kind: 'insert' | 'update' | 'append';
  readonly body: Values;
}

/** A change as it lies in the outbox and travels to the service. */
export interface Op extends Change {
  /** Dense on its device: 1, 2, 3 … */
  readonly seq: number;
  readonly wall: number;
  readonly counter: number;
  /** The last op of a local transaction: a push never ends between two ops that were committed as one. */
  readonly last: boolean;
  readonly stream: string;
  /** How far the desk had seen the stream when this was made. Not hashed: a restored service renumbers what comes after. */
  readonly base: number;
  /** Set when an op of a former identity of this desk was issued again: its first name, which keeps it from being done twice. */
  readonly origin?: string;
}

/** What an op is hashed over, beside its device and the hash before it. */
export type Hashed = Pick<Op, 'seq' | 'wall' | 'counter' | 'entity' | 'id' | 'kind' | 'body' | 'origin'>;

export type Sha256 = (text: string) => string;

/** What the first op of a device is chained to. */
export const CHAIN_START = '0'.repeat(64);

/** The hash of an op over all that it says and the hash before it, so that a cut, a change or a copy of the log is seen. */
export function hashOp(device: string, op: Hashed, prev: string, sha256: Sha256): string {
  return sha256(hashedText(device, op, canonicalJson(op.body), prev));
}

/** What is hashed, for who has the canonical text of the body at hand, much the longest part: canonical JSON, key by key. */
export function hashedText(device: string, op: Omit<Hashed, 'body'>, body: string, prev: string): string {
  const { seq, wall, counter, origin } = op;
  const [entity, id, kind, by, after] = [op.entity, op.id, op.kind, device, prev].map((each) => JSON.stringify(each));
  const change = `{"body":${body},"entity":${entity},"id":${id},"kind":${kind}}`;
  const first = origin === undefined ? '' : `"origin":${JSON.stringify(origin)},`;
  return `{"change":${change},"clock":[${wall},${counter}],"device":${by},${first}"prev":${after},"seq":${seq}}`;
}

/**
 * The name of an op that was made with this hash. 96 bits of it: no two ops of any company meet by chance, and a name goes with
 * every value that travels.
 */
export function nameFrom(hash: string): string {
  return hash.slice(0, 24);
}

/** The name of an op: that of its hash when it was first made, wherever, under which identity and however often it arrives. */
export function nameOf({ op, hash }: { readonly op: Op; readonly hash: string }): string {
  return op.origin ?? nameFrom(hash);
}

/** Where the service took an op in: of one device it has one chain, in which the greater number is the later op. */
export interface Taken {
  readonly device: string;
  readonly seq: number;
}

/** Names a row in maps and locks. */
export function keyOf(row: { readonly entity: string; readonly id: string }): string {
  return `${row.entity} ${row.id}`;
}

/** The values that an op gives: those of an item name the row that it belongs to. */
export function valuesOf(op: Op): Values {
  return op.kind === 'append' ? { ...op.body, of: op.id } : op.body;
}
