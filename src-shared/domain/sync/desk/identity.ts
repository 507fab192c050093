import type { DeskStore } from './store.ts';

/**
 * After `forked`: the desk goes on as another device. All that is not settled is issued again, and all that was put aside; also what the service may have
 * had from the former identity: it knows those ops by their names, and tells what became of them.
 */
export function takeIdentity(store: DeskStore, device: string): void {
  store.atomically(() => {
    const status = store.status();
    // Of what a restored service does not have yet nothing counts as settled: another desk may have told it of its own ops under
    // the former name.
    store.becomeDevice(device, Math.min(status.settled, status.acknowledged));
    store.saveStatus({ ...status, device, acknowledged: 0, settled: 0, awaited: [] });
  });
}
