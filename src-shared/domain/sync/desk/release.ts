import type { PendingFields } from './pending.ts';
import type { DeskStore } from './store.ts';

/**
 * Own edits up to `settled` were settled: what the service says of those fields is shown, the own value where it won. `pending` may
 * know of them still, and of later ones.
 */
export function release(store: DeskStore, settled: number, pending: PendingFields): void {
  for (const withheld of store.allWithheld()) {
    const entries = Object.entries(withheld.values);
    const isShown = (field: string): boolean => (pending.op(withheld, field) ?? 0) <= settled;
    const shown = entries.filter(([field]) => isShown(field));
    if (shown.length === 0) continue;
    store.write(withheld, Object.fromEntries(shown), null);
    const hidden = entries.filter(([field]) => !isShown(field));
    if (hidden.length === 0) store.dropWithheld(withheld);
    else store.saveWithheld({ ...withheld, values: Object.fromEntries(hidden) });
  }
}
