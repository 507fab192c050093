import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { ContactId } from '#shared/base/ids.ts';
import { ok } from '#shared/base/result.ts';
import type { ContactLog } from '../../contacts/contact-log.ts';
import type { Store } from '../../database/store.ts';

/** So many at once: a few milliseconds, with a pause in which keys are answered. */
const PART = 50;
const PAUSE: Millis = 5;

/** Folds the contacts that came in an image: which are over, and how. It goes on where it was after a restart. */
export class Unfolded implements Disposable {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: ContactLog;
  #timer: Disposable | null = null;

  constructor(parts: { readonly store: Store; readonly clock: Clock; readonly log: ContactLog }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  start(): void {
    this.#timer?.dispose();
    this.#timer = this.#clock.after(PAUSE, () => {
      this.#timer = null;
      if (this.#next()) this.start();
    });
  }

  dispose(): void {
    this.#timer?.dispose();
  }

  /** Whether there are more. */
  #next(): boolean {
    const { database } = this.#store;
    const some = database.prepare<[number], ContactId>('SELECT contact_id FROM unfolded LIMIT ?').pluck().all(PART);
    if (some.length === 0) return false;
    const done = this.#store.write((unit) => {
      const remove = database.prepare('DELETE FROM unfolded WHERE contact_id = ?');
      for (const id of some) {
        this.#log.refold(id);
        remove.run(id);
      }
      this.#store.forget();
      unit.touched.contacts = true;
      return ok();
    });
    return done.ok && some.length === PART;
  }
}
