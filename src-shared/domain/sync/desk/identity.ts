import type { DeskStore } from './store.ts';

/**
 * After `forked`: the desk goes on as another device. All that is not settled is issued again, also what the service may have
 * had from the former identity: it knows those ops by their names, and tells what became of them.
 */
export function takeIdentity(store: DeskStore, device: string): void {
  store.atomically(() => {
    const status = store.status();
    const kept = Math.min(status.settled, status.acknowledged);
    store.becomeDevice(device, kept);
    store.saveStatus({ ...status, device, acknowledged: 0, settled: status.settled - kept, awaited: [] });
  });
}
