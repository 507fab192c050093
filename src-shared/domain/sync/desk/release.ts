import { PendingFields } from './pending.ts';
import type { DeskStore } from './store.ts';

/** Own edits were settled: what the service says of those fields is shown, the own value where it won. */
export function release(store: DeskStore, settled: number): void {
  const pending = new PendingFields(store, settled);
  for (const withheld of store.allWithheld()) {
    const entries = Object.entries(withheld.values);
    const shown = entries.filter(([field]) => pending.op(withheld, field) === null);
    if (shown.length === 0) continue;
    store.write(withheld, Object.fromEntries(shown), null);
    const hidden = entries.filter(([field]) => pending.op(withheld, field) !== null);
    if (hidden.length === 0) store.dropWithheld(withheld);
    else store.saveWithheld({ ...withheld, values: Object.fromEntries(hidden) });
  }
}
