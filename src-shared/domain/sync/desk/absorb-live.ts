import type { Entities } from '../entity.ts';
import type { Live } from '../exchange.ts';
import { takePulls } from './absorb.ts';
import type { DeskStore } from './store.ts';

/**
 * Takes in what the service told as it was committed, without asking for it; rows and cursor in one transaction. `false`: it does
 * not follow on what this desk has, so the service is to be asked.
 */
export function absorbLive(store: DeskStore, entities: Entities, live: Live): boolean {
  return store.atomically(() => {
    const before = store.status();
    // What a restored service lost has to be told before anything replaces it here.
    const follows =
      live.epoch === before.epoch &&
      live.prev === (before.cursors[live.stream]?.seq ?? 0) &&
      store.testimonyQueue(1).length === 0;
    if (!follows || live.entries[0]?.seq !== live.prev + 1) return false;
    takePulls(store, entities, before, [{ ...live, from: live.prev, to: live.seq }]);
    return true;
  });
}
