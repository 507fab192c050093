import type { Entities } from '../entity.ts';
import type { Live } from '../exchange.ts';
import { EMPTY_CURSOR, settle } from './absorb.ts';
import { PendingFields } from './pending.ts';
import { applyPull, retryDeferred } from './place.ts';
import { release } from './release.ts';
import type { DeskStore } from './store.ts';

/**
 * Takes in what the service told as it was committed, without asking for it; rows and cursor in one transaction. `false`: it does
 * not follow on what this desk has, so the service is to be asked.
 */
export function absorbLive(store: DeskStore, entities: Entities, live: Live): boolean {
  return store.atomically(() => {
    const before = store.status();
    const cursor = before.cursors[live.stream] ?? EMPTY_CURSOR;
    // What a restored service lost has to be told before anything replaces it here.
    const follows = live.epoch === before.epoch && live.prev === cursor.seq && store.testimonyQueue(1).length === 0;
    if (!follows || live.entries[0]?.seq !== live.prev + 1) return false;
    const pending = new PendingFields(store, before.settled);
    const reached = applyPull(store, entities, pending, cursor, { ...live, from: live.prev, to: live.seq });
    retryDeferred(store, entities, pending);
    const status = settle({ ...before, cursors: { ...before.cursors, [live.stream]: reached } });
    store.saveStatus(status);
    if (status.settled > before.settled) release(store, status.settled, pending);
    return true;
  });
}
