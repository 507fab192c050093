import { canonicalJson, type Json } from '#shared/base/canonical-json.ts';
import { fieldOf, fits } from '#shared/domain/sync/entity.ts';
import type { DeskStatus, RowName } from '#shared/domain/sync/desk/store.ts';
import { keyOf, nameOf, type Values } from '#shared/domain/sync/op.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import type { OpRecord } from './history.ts';
import type { MemoryDeskStore } from './memory-desk-store.ts';
import type { ServiceOracle } from './service-oracle.ts';
import { isPoison } from './samples.ts';
import { must } from './violation.ts';

interface Own {
  readonly name: string;
  readonly value: Json;
}

/** What one desk promised to the person who sits there. */
export class DeskOracle {
  /** The own value of a field that was written here last, by row and field. */
  readonly #own: Map<string, Map<string, Own>>;
  #status: DeskStatus;

  constructor(status: DeskStatus, from?: DeskOracle) {
    this.#status = status;
    this.#own = new Map([...(from === undefined ? [] : from.#own)].map(([key, fields]) => [key, new Map(fields)]));
  }

  wrote({ op, name, key }: OpRecord): void {
    if (op.kind === 'append') return;
    const fields = this.#own.get(key) ?? new Map<string, Own>();
    this.#own.set(key, fields);
    for (const [field, value] of Object.entries(op.body)) fields.set(field, { name, value });
  }

  /** A new identity counts from the beginning. */
  renamed(status: DeskStatus): void {
    this.#status = status;
  }

  /** After anything that changed the disk of this desk. */
  check(store: MemoryDeskStore, service: ServiceOracle, grants: DeviceState['grants'], epoch: string): void {
    const [before, status] = [this.#status, store.status()];
    this.#status = status;
    if (before.epoch === status.epoch) {
      for (const [stream, { seq }] of Object.entries(before.cursors)) {
        must((status.cursors[stream]?.seq ?? 0) >= seq, 'I4', () => `the cursor of ${stream} went back from ${seq}`);
      }
    } else this.#restored(store);
    if (status.acknowledged > before.acknowledged) {
      for (const op of store.opsAfter(before.acknowledged, status.acknowledged - before.acknowledged)) {
        if (op.seq > status.acknowledged) break;
        const name = nameOf({ op, hash: store.hashOf(op.seq) ?? '' });
        must(service.everHad.has(name), 'I1', () => `${status.device} forgets ${name}, which the service never had`);
      }
    }
    for (const row of store.written.splice(0)) {
      const version = store.version(row);
      const stream = version?.stream ?? null;
      must(stream === null || grants[stream] !== undefined, 'I6', () => `${keyOf(row)} of ${stream ?? ''} is here`);
      if (status.epoch === epoch) this.#ownWrites(store, service, keyOf(row), store.read(row));
      this.#isKnown(store, row);
    }
  }

  /** Nothing is shown of which its program does not know what it is, but what was made so here. */
  #isKnown(store: MemoryDeskStore, row: RowName): void {
    const entity = store.entities.get(row.entity);
    for (const [name, value] of Object.entries(store.read(row) ?? {})) {
      const field = entity === undefined ? null : fieldOf(entity, name);
      const isKnown = field === null || value === null || fits(field, value) || isPoison(value);
      must(isKnown, 'I3', () => `${keyOf(row)} shows ${canonicalJson(value)}, which its program does not know`);
    }
  }

  /** What had come of an op in a former life of the service was seen here; in the next one it may turn out otherwise. */
  #restored(store: MemoryDeskStore): void {
    const open = new Set<string>();
    for (const op of store.opsAfter(store.status().settled, Number.MAX_SAFE_INTEGER))
      open.add(nameOf({ op, hash: store.hashOf(op.seq) ?? '' }));
    for (const fields of this.#own.values()) {
      for (const [field, { name }] of fields) if (!open.has(name)) fields.delete(field);
    }
  }

  #ownWrites(store: MemoryDeskStore, service: ServiceOracle, key: string, shown: Values | null): void {
    const fields = this.#own.get(key);
    if (fields === undefined) return;
    for (const [field, { name, value }] of fields) {
      const result = service.life.accepted.get(name);
      const cursor = result?.stream == null ? 0 : (store.status().cursors[result.stream]?.seq ?? 0);
      if (result !== undefined && cursor >= result.seq) {
        fields.delete(field);
        continue;
      }
      const seen = shown?.[field] ?? null;
      const equal = seen === value || canonicalJson(seen) === canonicalJson(value);
      must(equal, 'I5', () => `${key} ${field} shows ${canonicalJson(seen)}, not the own ${canonicalJson(value)}`);
    }
  }
}
