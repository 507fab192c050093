import type { Values } from '../op.ts';
import type { DeskStore, RowName } from './store.ts';

/**
 * To be called in the transaction of an edit, before it writes the fields of a row that is here. Keeps what the service had
 * confirmed of them, so that it can be shown again, or told to a restored service; answers with the base of the op. An edit has
 * not seen what is withheld from its field, or waits for a program that knows it.
 */
export function beforeEdit(store: DeskStore, row: RowName, stream: string, fields: readonly string[]): number {
  const cursor = store.status().cursors[stream]?.seq ?? 0;
  const withheld = store.withheld(row);
  const hidden = withheld?.values ?? {};
  const writes = (values: Values | null): boolean => fields.some((field) => Object.hasOwn(values ?? {}, field));
  const unseen = store.deferredOf(row).flatMap(({ values, seq }) => (writes(values) ? [seq] : []));
  if (withheld !== null && writes(hidden)) unseen.push(withheld.since);
  const base = Math.min(cursor, ...unseen.map((seq) => seq - 1));
  if (store.version(row) === null) return base;
  const shown = store.read(row) ?? {};
  const covered = fields.filter((field) => !Object.hasOwn(hidden, field));
  if (covered.length === 0) return base;
  const values = { ...hidden, ...Object.fromEntries(covered.map((field) => [field, shown[field] ?? null])) };
  // Seen: whatever comes to hide later is after the cursor.
  const since = withheld?.since ?? cursor + 1;
  store.saveWithheld({ entity: row.entity, id: row.id, values, since });
  return base;
}
