import type { Entities } from '../entity.ts';
import type { Asked, Revoked } from '../exchange.ts';
import { followRestored } from './restored.ts';
import type { DeskStatus, DeskStore } from './store.ts';

/**
 * This desk was taken out of service. Before it is wiped it hands over all ops that it still has, whatever it took the service to
 * have, and all rows that a restored service lost. Answers whether that is done.
 */
export function handOver(
  store: DeskStore,
  entities: Entities,
  status: DeskStatus,
  request: Asked,
  reply: Revoked,
): boolean {
  const { epoch, forks } = reply;
  const leaving = { ...status, leaving: true };
  if (forks !== null) {
    followRestored(store, entities, leaving, { epoch, forks, common: 0 });
    return false;
  }
  if (status.leaving !== true) {
    store.saveStatus({ ...leaving, epoch, acknowledged: 0 });
    return false;
  }
  store.dropTestimony(request.testimony);
  const acknowledged = request.push?.ops.at(-1)?.seq ?? status.acknowledged;
  store.saveStatus({ ...leaving, epoch, acknowledged });
  return acknowledged >= store.lastSeq() && store.testimonyQueue(1).length === 0;
}
