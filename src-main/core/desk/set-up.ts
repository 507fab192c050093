import type { Result } from '#shared/base/result.ts';
import { failure, type Failure } from '#shared/contract/failure.ts';
import type { Accepted } from '#shared/contract/rpc.ts';
import type { Callbacks } from '../callbacks/callbacks.ts';
import type { Cases } from '../cases/cases.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { Store } from '../database/store.ts';
import type { PackShelf } from '../scripts/pack-shelf.ts';
import { loadSample } from '../samples/load-sample.ts';
import type { SettingsStore } from '../settings/settings.ts';

interface Parts {
  readonly store: Store;
  readonly settings: SettingsStore;
  readonly cases: Cases;
  readonly contacts: Contacts;
  readonly callbacks: Callbacks;
  readonly packs: PackShelf;
  readonly resources: string;
}

/** The first start: who works here, and whether to begin with sample data. */
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
      const put = settings.put(unit, identity);
      if (!put.ok || !sampleData) return put;
      return loadSample(unit, this.#parts);
    });
  }
}
