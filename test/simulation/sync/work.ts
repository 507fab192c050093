import type { Json } from '#shared/base/canonical-json.ts';
import { conflictEntity } from '#shared/domain/sync/conflict.ts';
import { SHARED_STREAM, type Entity } from '#shared/domain/sync/entity.ts';
import type { Change } from '#shared/domain/sync/op.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import type { Random } from '#kit/random.ts';
import type { MemoryDeskStore } from './memory-desk-store.ts';
import { editableFields, sampleField, type Marks } from './samples.ts';

export type Work = Change & { readonly stream: string };

interface Name {
  readonly entity: string;
  readonly id: string;
}

/** What people at the desks do, made from the declarations of the entities. */
export class Workers {
  readonly #marks: Marks;
  /** Rows that anybody ever made, by entity: where somebody works, others work too. */
  readonly #made = new Map<string, Name[]>();
  #ids = 0;

  readonly #crowded: boolean;

  constructor(marks: Marks, crowded: boolean) {
    this.#marks = marks;
    this.#crowded = crowded;
  }

  /** The changes of one local transaction, perhaps none. */
  transaction(store: MemoryDeskStore, device: DeviceState, random: Random): readonly Work[] {
    const wanted = random.chance(0.75) ? 1 : random.between(2, 4);
    const works: Work[] = [];
    const fresh: Work[] = [];
    for (let n = 0; n < wanted; n += 1) {
      const work = this.#one(store, device, random, fresh);
      if (work === null) continue;
      works.push(work);
      if (work.kind === 'insert') fresh.push(work);
    }
    return works;
  }

  /** What was committed can be worked on by others. */
  note(name: Name): void {
    const all = this.#made.get(name.entity);
    if (all === undefined) this.#made.set(name.entity, [name]);
    else all.push(name);
  }

  #one(store: MemoryDeskStore, device: DeviceState, random: Random, fresh: readonly Work[]): Work | null {
    const chance = random.next();
    if (chance < 0.62) return this.#edit(store, random);
    if (chance < 0.7) return this.#restore(store, random);
    const entities = [...store.entities.values()].filter(({ name }) => name !== conflictEntity.name);
    const entity = entities[random.between(0, entities.length - 1)];
    if (entity === undefined) return null;
    return entity.kind === 'items'
      ? this.#append(store, entity, random, fresh)
      : this.#insert(store, device, entity, random, fresh);
  }

  #edit(store: MemoryDeskStore, random: Random): Work | null {
    const entities = [...store.entities.values()].filter(({ kind }) => kind === 'rows');
    const entity = entities[random.between(0, entities.length - 1)];
    const row = entity === undefined ? null : this.pick(store, entity.name, random, null);
    if (entity === undefined || row === null) return null;
    const all = editableFields(entity);
    const fields = this.#crowded ? all.slice(-2) : all;
    const body: Record<string, Json> = {};
    for (let n = random.chance(0.8) ? 1 : 2; n > 0; n -= 1) {
      const field = fields[random.between(0, fields.length - 1)];
      if (field === undefined) continue;
      const value = this.#value(store, entity, field, random, store.streamOf(row), []);
      if (value !== undefined) body[field] = value;
    }
    if (Object.keys(body).length === 0) return null;
    return { ...row, kind: 'update', body, stream: store.streamOf(row) ?? '' };
  }

  /** Puts the lost value of a conflict back, with one click: an edit, and a word on the conflict. */
  #restore(store: MemoryDeskStore, random: Random): Work | null {
    const conflict = this.pick(store, conflictEntity.name, random, null);
    const said = conflict === null ? null : store.read(conflict);
    if (conflict === null || said === null) return null;
    const { entity: of, row: id, field, lost } = said;
    if (typeof of !== 'string' || typeof id !== 'string' || typeof field !== 'string') return null;
    const row = { entity: of, id };
    const entity = store.entities.get(row.entity);
    if (entity === undefined || lost === undefined || !store.has(row)) return null;
    // Marked anew, so that it is not taken for the value that was lost.
    const value = typeof lost === 'string' && lost.startsWith('~') ? this.#marks.text() : lost;
    if (typeof lost === 'number' || !editableFields(entity).includes(field)) return null;
    return { ...row, kind: 'update', body: { [field]: value }, stream: store.streamOf(row) ?? '' };
  }

  #append(store: MemoryDeskStore, entity: Entity, random: Random, fresh: readonly Work[]): Work | null {
    const refersTo = entity.fields.of?.refersTo;
    const parent = refersTo === undefined ? null : this.pick(store, refersTo, random, null, fresh);
    if (parent === null) return null;
    const stream = this.#streamOf(store, parent, fresh);
    const body = this.#body(store, entity, random, stream, fresh, ['of']);
    return body === null ? null : { entity: entity.name, id: parent.id, kind: 'append', body, stream };
  }

  #insert(
    store: MemoryDeskStore,
    device: DeviceState,
    entity: Entity,
    random: Random,
    fresh: readonly Work[],
  ): Work | null {
    const named = Object.values(entity.fields).find(({ refersTo }) => refersTo !== undefined)?.refersTo;
    const near = named === undefined ? null : this.pick(store, named, random, null, fresh);
    const own = random.chance(0.7) ? device.home : (Object.keys(device.grants)[random.between(0, 3)] ?? device.home);
    const stream = near !== null ? this.#streamOf(store, near, fresh) : entity.scope === 'shared' ? SHARED_STREAM : own;
    if ((stream === SHARED_STREAM) !== (entity.scope === 'shared')) return null;
    const body = this.#body(store, entity, random, stream, fresh, []);
    if (body === null) return null;
    this.#ids += 1;
    return { entity: entity.name, id: `r${this.#ids.toString(36)}`, kind: 'insert', body, stream };
  }

  #body(
    store: MemoryDeskStore,
    entity: Entity,
    random: Random,
    stream: string,
    fresh: readonly Work[],
    without: readonly string[],
  ): Record<string, Json> | null {
    const body: Record<string, Json> = {};
    for (const [name, field] of Object.entries(entity.fields)) {
      if (without.includes(name) || (field.optional === true && random.chance(0.5))) continue;
      const value = this.#value(store, entity, name, random, stream, fresh);
      if (value !== undefined) body[name] = value;
      else if (field.optional !== true) return null;
    }
    return body;
  }

  /** `undefined` when the field names a row and there is none. */
  #value(
    store: MemoryDeskStore,
    entity: Entity,
    name: string,
    random: Random,
    stream: string | null,
    fresh: readonly Work[],
  ): Json | undefined {
    const refersTo = entity.fields[name]?.refersTo;
    if (refersTo === undefined) return sampleField(entity, name, random, this.#marks);
    const row = this.pick(store, refersTo, random, stream, fresh);
    if (row !== null) return row.id;
    return entity.fields[name]?.schema.safeParse(null).success === true ? null : undefined;
  }

  #streamOf(store: MemoryDeskStore, row: Name, fresh: readonly Work[]): string {
    const own = fresh.find(({ entity, id }) => entity === row.entity && id === row.id)?.stream;
    return own ?? store.streamOf(row) ?? '';
  }

  /** A row that this desk has: mostly one of the latest, where others work at the same time. */
  pick(
    store: MemoryDeskStore,
    entity: string,
    random: Random,
    stream: string | null,
    fresh: readonly Work[] = [],
  ): Name | null {
    const own = fresh.find((work) => work.entity === entity && (stream === null || work.stream === stream));
    if (own !== undefined && random.chance(0.7)) return { entity, id: own.id };
    const all = this.#made.get(entity) ?? [];
    for (let tries = 0; tries < 6; tries += 1) {
      const from = random.chance(0.6) ? Math.max(0, all.length - 4) : 0;
      const row = all[this.#crowded ? random.between(0, 1) : random.between(from, all.length - 1)];
      if (row !== undefined && store.has(row) && (stream === null || store.streamOf(row) === stream)) return row;
    }
    return null;
  }
}
