import type { PendingFields } from './pending.ts';
import type { DeskStore } from './store.ts';

/** Own edits were settled: what was held back of their fields is shown, except where later edits still hold it back. */
export function release(store: DeskStore, pending: PendingFields): void {
  for (const withheld of store.allWithheld()) {
    const entries = Object.entries(withheld.values);
    const isShown = (field: string): boolean => pending.op(withheld, field) === null;
    const shown = entries.filter(([field]) => isShown(field));
    if (shown.length === 0) continue;
    store.write(withheld, Object.fromEntries(shown), null);
    const hidden = entries.filter(([field]) => !isShown(field));
    if (hidden.length === 0) store.dropWithheld(withheld);
    else store.saveWithheld({ ...withheld, values: Object.fromEntries(hidden) });
  }
}
