import { z } from 'zod';
import type { EpochMs } from '#shared/base/clock.ts';
import type { HybridTime } from '#shared/base/hybrid-clock.ts';
import type { CaseId, ContactId, CustomerId } from '#shared/base/ids.ts';
import type { CaseStatus } from '#shared/contract/views.ts';
import { isCustomerField } from '#shared/domain/case/fields.ts';
import type { Memories, Memory } from '../database/memory.ts';
import type { Sqlite } from '../database/open.ts';
import { readCursor } from '../desk/page.ts';
import { CustomerTable, customerValue, HAS_CONTACT } from './customer-table.ts';

export interface CaseRow {
  readonly id: CaseId;
  readonly number: string;
  readonly customerId: CustomerId;
  readonly scenario: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly status: CaseStatus;
  readonly owner: string;
  readonly packHash: string;
  readonly openedAt: EpochMs;
  readonly updatedAt: EpochMs;
}

export type CaseRange = 'today' | 'all' | 'to-be-completed';

/** What is being typed into a field. */
export interface Draft {
  readonly field: string;
  readonly value: string;
  /** How far this desk had seen the stream of the row when the typing began; `null` where that was not noted. */
  readonly seen: number | null;
}

type StoredCase = Omit<CaseRow, 'fields'> & { readonly fields: string };

const fieldsSchema = z.record(z.string(), z.string());

const COLUMNS = `id, number, customer_id AS customerId, scenario, fields, status, owner, pack_hash AS packHash,
  opened_at AS openedAt, updated_at AS updatedAt`;

/** The tables of cases, drafts and revisions, as plain statements. */
export class CaseTables {
  readonly customers: CustomerTable;
  readonly #database: Sqlite;
  readonly #rows: Memory<CaseId, CaseRow | null>;
  readonly #drafts: Memory<CaseId, readonly Draft[]>;

  constructor(database: Sqlite, memories: Memories) {
    this.customers = new CustomerTable(database, memories);
    this.#database = database;
    this.#rows = memories.memory();
    this.#drafts = memories.memory();
  }

  get(id: CaseId): CaseRow | null {
    return this.#rows.of(id, () => {
      const row = this.#database
        .prepare<[string], StoredCase>(`SELECT ${COLUMNS} FROM service_case WHERE id = ?`)
        .get(id);
      return row === undefined ? null : fromStored(row);
    });
  }

  insert(row: {
    id: CaseId;
    number: string;
    customerId: CustomerId;
    scenario: string | null;
    owner: string;
    packHash: string;
    openedAt: EpochMs;
  }): void {
    this.#database
      .prepare(
        `INSERT INTO service_case
           (id, number, customer_id, scenario, fields, status, owner, pack_hash, opened_at, updated_at)
         VALUES (@id, @number, @customerId, @scenario, '{}', 'open', @owner, @packHash, @openedAt, @openedAt)`,
      )
      .run(row);
    this.#rows.drop(row.id);
    this.customers.recount(row.customerId);
  }

  update(id: CaseId, change: { scenario: string } | { status: CaseStatus }, now: EpochMs): void {
    const [column, value] = 'scenario' in change ? ['scenario', change.scenario] : ['status', change.status];
    this.#database.prepare(`UPDATE service_case SET ${column} = ?, updated_at = ? WHERE id = ?`).run(value, now, id);
    this.#rows.drop(id);
  }

  setField(id: CaseId, field: string, value: string, now: EpochMs): void {
    const fields = { ...(this.get(id)?.fields ?? {}), [field]: value };
    this.#database
      .prepare('UPDATE service_case SET fields = ?, updated_at = ? WHERE id = ?')
      .run(JSON.stringify(fields), now, id);
    this.#rows.drop(id);
  }

  page(range: CaseRange, since: EpochMs, before: string | null, count: number): CaseRow[] {
    const { at, id } = readCursor(before);
    const only = {
      today: 'AND opened_at >= @since',
      all: '',
      'to-be-completed': `AND status = 'to-be-completed'`,
    }[range];
    return this.#database
      .prepare<[object], StoredCase>(
        `SELECT ${COLUMNS} FROM service_case WHERE (opened_at, id) < (@at, @id) ${only} AND ${HAS_CONTACT}
         ORDER BY opened_at DESC, id DESC LIMIT @count`,
      )
      .all({ at, id, count, ...(range === 'today' ? { since } : {}) })
      .map(fromStored);
  }

  /** The settled value of a field of the case or of its customer. */
  valueOf(row: CaseRow, field: string): string {
    return isCustomerField(field)
      ? customerValue(this.customers.get(row.customerId), field)
      : (this.get(row.id)?.fields[field] ?? '');
  }

  putDraft(id: CaseId, { field, value, seen }: Draft, now: EpochMs): void {
    this.#database
      .prepare(
        `INSERT INTO draft (case_id, field, value, typed_at, seen) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (case_id, field) DO UPDATE SET value = excluded.value, typed_at = excluded.typed_at`,
      )
      .run(id, field, value, now, seen);
    const others = this.drafts(id).filter((draft) => draft.field !== field);
    this.#drafts.put(id, [...others, { field, value, seen }]);
  }

  drafts(id: CaseId): readonly Draft[] {
    return this.#drafts.of(id, () =>
      this.#database
        .prepare<[string], Draft>('SELECT field, value, seen FROM draft WHERE case_id = ? ORDER BY typed_at, field')
        .all(id),
    );
  }

  hasDrafts(id: CaseId): boolean {
    return this.drafts(id).length > 0;
  }

  dropDrafts(id: CaseId): void {
    this.#database.prepare('DELETE FROM draft WHERE case_id = ?').run(id);
    this.#drafts.drop(id);
  }

  casesWithDrafts(): readonly CaseId[] {
    return this.#database.prepare<[], string>('SELECT DISTINCT case_id FROM draft').pluck().all() as CaseId[];
  }

  insertRevision(
    id: CaseId,
    revision: {
      field: string;
      before: string;
      value: string;
      at: EpochMs;
      by: string;
      contactId: ContactId | null;
    },
    written: HybridTime,
    device: string,
  ): number {
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO case_revision
           (case_id, field, before, value, at, by, device, contact_id, written_wall, written_counter)
         VALUES (@id, @field, @before, @value, @at, @by, @device, @contactId, @wall, @counter)`,
      )
      .run({ id, device, ...revision, ...written });
    return Number(lastInsertRowid);
  }

  /** The contact in which this case is being worked on; the one begun last when there are several. */
  openContact(id: CaseId): ContactId | null {
    const contact = this.#database
      .prepare<[string], string>(
        // By the row: moments and ids follow the wall clock, which can be set back.
        'SELECT id FROM contact WHERE case_id = ? AND is_open = 1 ORDER BY rowid DESC LIMIT 1',
      )
      .pluck()
      .get(id);
    return (contact as ContactId | undefined) ?? null;
  }
}

function fromStored(row: StoredCase): CaseRow {
  return { ...row, fields: fieldsSchema.parse(JSON.parse(row.fields)) };
}
