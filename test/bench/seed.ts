import type { Sqlite } from '#core/database/open.ts';
import type { ContactId } from '#shared/base/ids.ts';

const DAY = 86_400_000;

/** An id of the right form that sorts by its number. */
const ID = (kind: string): string => `printf('019b0000-0000-7000-8${kind}-%012x', i)`;

function numbered(database: Sqlite, sql: string, count: number, values: readonly unknown[] = []): void {
  database
    .prepare(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(count)}) ${sql}`)
    .run(...values);
}

/**
 * Copies one closed contact with its case, customer and events many times over, spread over the last year. The rows are what
 * the desk itself wrote; only their outbox is left out, which no start and no list reads.
 */
export function seedCases(database: Sqlite, template: ContactId, count: number, now: number): void {
  const at = `(${String(now - 366 * DAY)} + i * ${String(Math.floor((365 * DAY) / count))})`;
  database.pragma('synchronous=OFF');
  database.transaction(() => {
    numbered(
      database,
      `INSERT INTO customer (id, surname, surname_declined, title, phone, phone_key, created_at)
       SELECT ${ID('00a')}, surname, surname_declined, title, printf('02%09d', i), printf('02%09d', i), ${at} FROM n, customer
       WHERE customer.id = (SELECT customer_id FROM service_case JOIN contact ON case_id = service_case.id WHERE contact.id = ?)`,
      count,
      [template],
    );
    numbered(
      database,
      `INSERT INTO service_case (id, number, customer_id, scenario, fields, status, owner, pack_hash, opened_at, updated_at)
       SELECT ${ID('00b')}, printf('00-SEED-%07d', i), ${ID('00a')}, scenario, fields, 'done', owner, pack_hash, ${at}, ${at}
       FROM n, service_case WHERE service_case.id = (SELECT case_id FROM contact WHERE id = ?)`,
      count,
      [template],
    );
    const columns = database
      .prepare(`SELECT name FROM pragma_table_info('contact')`)
      .pluck()
      .all()
      .filter((name) => !['id', 'case_id', 'opened_at'].includes(String(name)))
      .join(', ');
    numbered(
      database,
      `INSERT INTO contact (id, case_id, opened_at, ${columns})
       SELECT ${ID('00c')}, ${ID('00b')}, ${at}, ${columns} FROM n, contact WHERE contact.id = ?`,
      count,
      [template],
    );
    numbered(
      database,
      `INSERT INTO contact_event (contact_id, seq, at, body, written_wall, written_counter)
       SELECT ${ID('00c')}, seq, ${at} + seq, body, ${at} + seq, seq FROM n, contact_event WHERE contact_event.contact_id = ?`,
      count,
      [template],
    );
  })();
  database.pragma('synchronous=FULL');
}

/**
 * Open callbacks of seeded cases with their countdowns, due one after the other.
 * @param firstDue when the first is due; the next ones follow each `stepMs` later
 */
export function seedCallbacks(database: Sqlite, count: number, firstDue: number, stepMs: number, cases: number): void {
  const due = `(${String(firstDue)} + (i - 1) * ${String(stepMs)})`;
  const ofCase = `printf('019b0000-0000-7000-800b-%012x', 1 + i % ${String(cases)})`;
  database.pragma('synchronous=OFF');
  database.transaction(() => {
    numbered(
      database,
      `INSERT INTO callback (id, case_id, contact_id, owner, promised_at, due_at, reason, status)
       SELECT ${ID('00d')}, ${ofCase}, NULL, '周宁', 0, ${due}, '核实物流', 'open' FROM n`,
      count,
    );
    numbered(
      database,
      `INSERT INTO countdown (id, kind, contact_id, callback_id, key, starts_at, warn_at, due_at, detail, phase, next_at)
       SELECT ${ID('00d')} || ':callback', 'callback', NULL, ${ID('00d')}, 'callback', 0, NULL, ${due}, NULL, 'running', ${due}
       FROM n`,
      count,
    );
  })();
  database.pragma('synchronous=FULL');
}
