import type { Sqlite } from '#core/database/open.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import type { Json } from '#shared/base/canonical-json.ts';

/** Tables that tell of the desk itself, or of the moment: two desks of one stream differ in them. */
const OF_THE_DESK = new Set([
  ...['device', 'outbox', 'setting', 'sync_status', 'draft', 'countdown', 'clock_anchor', 'notice', 'pack', 'leaving'],
  ...['quarantined', 'former_item', 'parcel', 'maker'],
]);
/** When a row came here, and the number that a desk gives an item of its own list. */
const OF_THE_MOMENT = new Set(['service_case.updated_at', 'case_revision.seq']);
const JSON_COLUMNS = /^(service_case\.fields|row_version\.stamps|withheld\.fields|contact\.state)$/u;

/** All that a desk knows of its streams, table by table, in an order of its own; with it how far it is, and the digests. */
export function knownBy(database: Sqlite): Readonly<Record<string, unknown>> {
  const tables = database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all()
    .filter((name) => !OF_THE_DESK.has(name));
  const makers = new Map(database.prepare<[], [number, string]>('SELECT place, id FROM maker').raw().all());
  const rows = tables.map((table) => {
    const all = database.prepare<[], Record<string, string | number | null>>(`SELECT * FROM ${table}`).all();
    // Each desk numbers others as it comes to know them.
    if (table === 'row_version') for (const row of all) row.maker = makers.get(Number(row.maker)) ?? null;
    return [table, all.map((row) => JSON.stringify(cleared(table, row))).sort()] as const;
  });
  const { epoch, cursors } = loadEnrolled(database)?.status ?? {};
  return { ...Object.fromEntries(rows), epoch, cursors };
}

function cleared(table: string, row: Readonly<Record<string, string | number | null>>): unknown {
  return Object.entries(row)
    .filter(([column]) => !OF_THE_MOMENT.has(`${table}.${column}`))
    .map(([column, cell]) => [
      column,
      JSON_COLUMNS.test(`${table}.${column}`) ? sorted(JSON.parse(String(cell)) as Json) : cell,
    ]);
}

/** The order of the fields of an object means nothing. */
function sorted(value: Json): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
