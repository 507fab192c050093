import { hash } from 'node:crypto';
import { ok, type Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import { beforeEdit } from '#shared/domain/sync/desk/edit.ts';
import { PendingFields } from '#shared/domain/sync/desk/pending.ts';
import { placeDeferred } from '#shared/domain/sync/desk/place.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { Change } from '../database/journal.ts';
import type { Store, Unit } from '../database/store.ts';
import { touchAll } from '../database/touched.ts';
import type { Log } from '../log.ts';
import { SqliteDeskStore, type Arrivals } from './desk-store.ts';
import { loadEnrolled, saveEnrolled, type Enrolled } from './status.ts';
import { settleWiped, wipe } from './wipe.ts';

interface Parts {
  readonly store: Store;
  readonly log: Log;
  /** What came from the service is in its tables; what follows from it is brought up to date in the same transaction. */
  readonly onArrivals: (unit: Unit, arrivals: Arrivals) => void;
}

/** How this desk stands with its service, as it is on the disk: every change of it is one transaction. */
export class Standing {
  readonly #parts: Parts;
  #enrolled: Enrolled | null;
  #pending: { readonly device: string; readonly fields: PendingFields } | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#enrolled = loadEnrolled(parts.store.database);
    parts.store.journal.seen = (change) => this.#seen(change);
    parts.store.journal.cursor = (row) => this.#cursor(row);
  }

  get enrolled(): Enrolled | null {
    return this.#enrolled;
  }

  /** The desk's side of the rules of sync, to be read; within a transaction also to be written. */
  desk(enrolled: Enrolled, unit: Unit | null = null): SqliteDeskStore {
    const { store } = this.#parts;
    const sha256 = (text: string): string => hash('sha256', text);
    const { database, journal } = store;
    const now = unit?.now ?? store.now();
    const pending = this.#pendingOf(enrolled.status.device);
    return new SqliteDeskStore({ database, journal, entities, sha256, now, enrolled, pending });
  }

  /** What came, its cursors and what follows from it, in one transaction. `at`: when the service was reached for it. */
  takeIn<T>(
    take: (unit: Unit, desk: SqliteDeskStore) => Result<T, Failure>,
    at: 'now' | 'earlier' = 'now',
  ): Result<T, Failure> {
    const { store, onArrivals } = this.#parts;
    const enrolled = this.#enrolled;
    if (enrolled === null) return failure('internal');
    const taken = store.write((unit) => {
      const desk = this.desk(enrolled, unit);
      const result = take(unit, desk);
      if (!result.ok) return result;
      if (desk.arrivals.rows.size > 0) {
        store.forget();
        onArrivals(unit, desk.arrivals);
      }
      const next = { ...enrolled, status: desk.status(), ...(at === 'now' && { lastContact: unit.now }) };
      unit.touched.sync = true;
      saveEnrolled(store.database, next);
      return ok({ result: result.value, next });
    });
    if (!taken.ok) return taken;
    this.#enrolled = taken.value.next;
    return ok(taken.value.result);
  }

  /** Whatever windows show may be another thing afterwards. `false`: not on disk. */
  save(work: (unit: Unit) => Enrolled): boolean {
    const { store } = this.#parts;
    const saved = store.write((unit) => {
      const next = work(unit);
      saveEnrolled(store.database, next);
      store.forget();
      touchAll(unit.touched);
      return ok(next);
    });
    if (saved.ok) this.#enrolled = saved.value;
    return saved.ok;
  }

  /** Keeps something that was told about the service. */
  learn(told: Pick<Enrolled, 'parcelKeys'>): void {
    const { store } = this.#parts;
    const enrolled = this.#enrolled;
    if (enrolled === null) return;
    const next = { ...enrolled, ...told };
    const saved = store.write((unit) => {
      saveEnrolled(store.database, next);
      unit.touched.sync = true;
      return ok();
    });
    if (saved.ok) this.#enrolled = next;
  }

  /** An administrator took this desk out of service, and it has handed over all that it had. `false`: not on disk. */
  leave(enrolled: Enrolled): boolean {
    const { log, store } = this.#parts;
    const { database } = store;
    const saved = this.save(() => {
      wipe(database);
      // A desk that is closed has nothing to say but that.
      database.prepare('DELETE FROM notice').run();
      return { ...enrolled, revoked: true };
    });
    if (saved) settleWiped(database, log);
    return saved;
  }

  /** At the start: perhaps this program knows what waited for a newer one; a desk that was wiped may not be done with it. */
  start(): void {
    const enrolled = this.#enrolled;
    if (enrolled === null) return;
    const { log, store } = this.#parts;
    if (enrolled.revoked) settleWiped(store.database, log);
    else this.#placeDeferred(enrolled);
  }

  #placeDeferred(enrolled: Enrolled): void {
    const { store, onArrivals } = this.#parts;
    store.write((unit) => {
      const desk = this.desk(enrolled, unit);
      placeDeferred(desk, entities);
      if (desk.arrivals.rows.size > 0) {
        store.forget();
        onArrivals(unit, desk.arrivals);
      }
      return ok();
    });
  }

  #pendingOf(device: string): PendingFields {
    if (this.#pending?.device !== device) this.#pending = { device, fields: new PendingFields() };
    return this.#pending.fields;
  }

  #cursor(row: Pick<Change, 'entity' | 'id'>): number {
    const enrolled = this.#enrolled;
    if (enrolled === null) return 0;
    const stream = this.desk(enrolled).version(row)?.stream ?? enrolled.home;
    return enrolled.status.cursors[stream]?.seq ?? 0;
  }

  /** What a change had seen of its stream. Asked in its transaction, before it is written. */
  #seen({ kind, entity, id, body }: Change): number {
    const enrolled = this.#enrolled;
    if (enrolled === null || kind !== 'update') return 0;
    const desk = this.desk(enrolled);
    const stream = desk.version({ entity, id })?.stream ?? enrolled.home;
    return beforeEdit(desk, { entity, id }, stream, Object.keys(body));
  }
}
