import type { Clock } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import { ok } from '#shared/base/result.ts';
import type { Store } from '../database/store.ts';
import type { Notices } from '../desk/notices.ts';
import type { Log } from '../log.ts';
import { packsBegunWith, type PackShelf } from './pack-shelf.ts';

/** So much of a hash tells packs apart, and is what `npm run doctor` shows. */
const SHORT = 12;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly packs: PackShelf;
  readonly notices: Notices;
  readonly logger: Log;
}

/** Tells the agent when a pack could not be used, and by which one the work goes on. */
export class PackNotice implements Disposable {
  readonly #parts: Parts;
  #soon: Disposable | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.packs.onUnreadable = (hash, why) => {
      if (!packsBegunWith(parts.store.database).includes(hash)) return;
      const pack = hash.slice(0, SHORT);
      parts.logger.error({ code: 'pack-refused', pack, why }, 'the active pack stands in');
      // It is found while something is read or written: told after that. Of several the last one stands, as in the notice.
      this.#soon?.dispose();
      this.#soon = parts.clock.after(0, () => this.refused(pack));
    };
  }

  dispose(): void {
    this.#soon?.dispose();
  }

  /** At the start: `refused` is the file that was to be used, if it had faults. What was told before may be mended by now. */
  start(refused: string | null): void {
    if (refused !== null) this.refused(refused);
    else if (this.#parts.notices.list().some(({ code }) => code === 'pack-refused')) this.#clear();
  }

  /** A pack that was published, or brought here otherwise, has faults; the desk goes on with the one that it has. */
  refused(pack: string): void {
    const { store, packs, notices } = this.#parts;
    const { name, version } = packs.get(packs.active);
    store.write((unit) => {
      notices.put(unit, 'pack-refused', { pack, instead: `${name} ${version}` });
      return ok();
    });
  }

  #clear(): void {
    this.#parts.store.write((unit) => {
      this.#parts.notices.clear(unit, 'pack-refused');
      return ok();
    });
  }
}
