import type { DeskStore, RowName } from './store.ts';

/**
 * To be called in the transaction of an edit, before it writes the fields of a row that is here. Keeps what the service had
 * confirmed of them, so that it can be shown again, or told to a restored service; answers with the base of the op. An edit has
 * not seen what is withheld from its field.
 */
export function beforeEdit(store: DeskStore, row: RowName, stream: string, fields: readonly string[]): number {
  const cursor = store.status().cursors[stream]?.seq ?? 0;
  const withheld = store.withheld(row);
  const hidden = withheld?.values ?? {};
  const unseen = withheld !== null && fields.some((field) => Object.hasOwn(hidden, field));
  const base = unseen ? Math.min(cursor, withheld.since - 1) : cursor;
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
