import type { Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Accepted } from '#shared/contract/rpc.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Cases } from '../cases/cases.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Store } from '../database/store.ts';
import { touchAll } from '../database/touched.ts';
import type { Log } from '../log.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import { loadSample } from '../samples/load-sample.ts';
import type { SettingsStore } from '../settings/settings.ts';
import { settleWiped, wipe } from '../sync/wipe.ts';

interface Parts {
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly cases: Cases;
  readonly contacts: Contacts;
  readonly callbacks: Callbacks;
  readonly packs: PackShelf;
  readonly resources: string;
  readonly log: Log;
  readonly isEnrolled: () => boolean;
}

/** The first start: who works here, and whether to begin with sample data, which can be left behind later. */
export class SetUp {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  run(wish: Accepted<'desk.setUp'>): Result<void, Failure> {
    const { store, settings } = this.#parts;
    if (settings.isSetUp) return failure('already-set-up');
    const { sampleData, ...identity } = wish;
    return store.write((unit) => {
      const put = settings.put(unit, { ...identity, sampleData });
      if (!put.ok || !sampleData) return put;
      return loadSample(unit, this.#parts);
    });
  }

  /**
   * Deletes what was recorded since the first start. Made-up customers would otherwise be sent to a centre as true ones, and no single
   * event is ever taken out of a log. Settings, keys and packs stay.
   */
  startEmpty(): Result<void, Failure> {
    const { store, settings, log, isEnrolled } = this.#parts;
    if (isEnrolled()) return failure('already-enrolled');
    if (!settings.current.sampleData) return failure('nothing-to-do');
    const { database, journal } = store;
    const emptied = store.write((unit) => {
      if (database.prepare('SELECT 1 FROM contact WHERE is_open = 1').get() !== undefined)
        return failure('contact-in-progress');
      wipe(database);
      journal.beginAnew();
      store.forget();
      touchAll(unit.touched);
      return settings.put(unit, { sampleData: false });
    });
    if (emptied.ok) settleWiped(database, log);
    return emptied;
  }
}
