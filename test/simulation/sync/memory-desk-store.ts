import { tick } from '#shared/base/hybrid-clock.ts';
import { beforeEdit } from '#shared/domain/sync/desk/edit.ts';
import type { DeskStore, RowName } from '#shared/domain/sync/desk/store.ts';
import { fieldOf, referencesOf, type Entities } from '#shared/domain/sync/entity.ts';
import {
  CHAIN_START,
  hashOp,
  keyOf,
  nameFrom,
  valuesOf,
  type Change,
  type Op,
  type Values,
} from '#shared/domain/sync/op.ts';
import type { Stamp } from '#shared/domain/sync/stamp.ts';
import type { Fuse } from './crash.ts';
import type { DiskParts } from './memory-disk.ts';
import { MemoryOps } from './memory-ops.ts';
import { UndoMap } from './undo-map.ts';

interface Row extends RowName {
  readonly values: Values;
}

/** An op as it was written, with what the person at the desk knew of in the fields that it writes. */
export interface Made {
  readonly op: Op;
  readonly hash: string;
  readonly prev: string;
  /** What they had before their eyes. */
  readonly saw: Values;
  /** What they had written there last, or cleared, whatever became of it. */
  readonly own: Values;
}

/** A desk's database: its rows, what they are known by, and what was done here. */
export class MemoryDeskStore extends MemoryOps implements DeskStore {
  entities: Entities;
  /** The rows that were written since somebody looked. */
  written: RowName[] = [];
  readonly #rows: UndoMap<Row>;
  /** Where a row lives that the service has not confirmed yet. */
  readonly #homes: UndoMap<string>;
  /** What was written or cleared here last, by row. */
  readonly #own: UndoMap<Values>;

  constructor({ entities, ...parts }: DiskParts & { readonly entities: Entities }, from?: MemoryDeskStore) {
    super(parts, from);
    this.entities = entities;
    this.#rows = new UndoMap(this.log, from === undefined ? undefined : from.#rows);
    this.#homes = new UndoMap(this.log, from === undefined ? undefined : from.#homes);
    this.#own = new UndoMap(this.log, from === undefined ? undefined : from.#own);
  }

  /** The same disk once more: a copied profile, or an image to come back to. */
  copy(fuse: Fuse): MemoryDeskStore {
    return new MemoryDeskStore({ device: '', entities: this.entities, sha256: this.sha256, fuse }, this);
  }

  has(row: RowName): boolean {
    return this.#rows.has(keyOf(row));
  }

  isOwnItem(): boolean {
    // An own item lies under the name of its op here, so `has` answers for it.
    return false;
  }

  write(row: RowName, values: Values, _made: Stamp | null): boolean {
    this.fuse.statement();
    if (!this.knowsReferences(row, values)) return false;
    this.put(row, values);
    return true;
  }

  /** As it stands, whatever it refers to. */
  put(row: RowName, values: Values): void {
    const key = keyOf(row);
    const before = this.#rows.get(key)?.values;
    this.#rows.set(key, { entity: row.entity, id: row.id, values: { ...before, ...values } });
    this.written.push(row);
  }

  knowsReferences(row: RowName, values: Values): boolean {
    const entity = this.entities.get(row.entity);
    return entity === undefined || referencesOf(entity, values).every((each) => this.#rows.has(keyOf(each)));
  }

  read(row: RowName): Values | null {
    return this.#rows.get(keyOf(row))?.values ?? null;
  }

  remove(row: RowName): void {
    this.fuse.statement();
    this.#rows.delete(keyOf(row));
    this.written.push(row);
  }

  /** One local transaction, as the core of a desk makes it: rows and ops, or nothing. */
  commit(changes: readonly (Change & { readonly stream: string })[], now: number): readonly Made[] {
    return this.atomically(() => changes.map((change, at) => this.#commitOne(change, now, at === changes.length - 1)));
  }

  #commitOne(change: Change & { readonly stream: string }, now: number, last: boolean): Made {
    const { entity, id, kind, body } = change;
    const { ops, hashes, status } = this.disk;
    const row = { entity, id };
    const stream = this.streamOf(kind === 'append' ? this.#parentOf(change) : row) ?? change.stream;
    const base = beforeEdit(this, row, stream, kind === 'update' ? Object.keys(body) : []);
    const time = tick(this.disk.clock, now);
    const op: Op = { seq: ops.length + 1, ...time, last, stream, base, entity, id, kind, body };
    const prev = hashes.at(-1) ?? CHAIN_START;
    const hash = hashOp(status.device, op, prev, this.sha256);
    const target = kind === 'append' ? { entity, id: nameFrom(hash) } : row;
    const before = this.read(target) ?? {};
    const saw = Object.fromEntries(Object.keys(body).map((field) => [field, before[field] ?? null]));
    this.fuse.statement();
    this.keep('clock', time);
    this.keep('ops', [...ops, op]);
    this.keep('hashes', [...hashes, hash]);
    this.fuse.statement();
    if (kind !== 'update') this.#homes.set(keyOf(target), stream);
    if (kind !== 'update' || this.has(target)) this.write(target, valuesOf(op), null);
    const own = this.#own.get(keyOf(target)) ?? {};
    // Who clears a field and then writes something else has put that in the place of what was there before.
    const known = Object.keys(body).map((field) => [field, body[field] ?? saw[field] ?? own[field] ?? null] as const);
    this.#own.set(keyOf(target), { ...own, ...Object.fromEntries(known) });
    return { op, hash, prev, saw, own };
  }

  #parentOf({ entity, id }: Change): RowName {
    const declared = this.entities.get(entity);
    const of = declared === undefined ? undefined : fieldOf(declared, 'of')?.refersTo;
    return { entity: of ?? entity, id };
  }

  /** The stream of a row, confirmed or not. */
  streamOf(row: RowName): string | null {
    return this.version(row)?.stream ?? this.#homes.get(keyOf(row)) ?? null;
  }

  rows(): MapIterator<Row> {
    return this.#rows.values();
  }
}
