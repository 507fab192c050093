import type { ContactId } from '#shared/base/ids.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { ContactLog, ContactRow } from '../contacts/contact-log.ts';
import type { Memory } from '../database/memory.ts';
import type { Store } from '../database/store.ts';
import { putSetting, readSetting } from '../settings/setting-table.ts';

const KEY = 'focus';

/** The contact that keys act on, the same in both windows and after a restart. */
export class Focus {
  readonly #store: Store;
  readonly #log: ContactLog;
  readonly #chosen: Memory<typeof KEY, ContactId | null>;

  constructor(store: Store, log: ContactLog) {
    this.#store = store;
    this.#log = log;
    this.#chosen = store.memory();
  }

  /** The one chosen, as long as it is there; else the contact opened last. */
  get current(): ContactId | null {
    return this.among(this.#log.open());
  }

  /** As `current`, for who has the open contacts at hand. */
  among(open: readonly ContactRow[]): ContactId | null {
    const chosen = this.#chosen.of(
      KEY,
      () => (readSetting(this.#store.database, KEY) as ContactId | undefined) ?? null,
    );
    const kept = open.find(({ id }) => id === chosen);
    return kept?.id ?? open.at(-1)?.id ?? null;
  }

  set(id: ContactId): Result<void, Failure> {
    return this.#store.write((unit) => {
      putSetting(this.#store.database, KEY, id);
      this.#chosen.put(KEY, id);
      unit.touched.contacts = true;
      return ok();
    });
  }
}
