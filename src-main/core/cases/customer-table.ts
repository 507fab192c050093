import type { EpochMs } from '#shared/base/clock.ts';
import type { CustomerId } from '#shared/base/ids.ts';
import type { CustomerField } from '#shared/domain/case/fields.ts';
import { phoneKey } from '#shared/domain/case/phone.ts';
import type { Memories, Memory } from '../database/memory.ts';
import type { Sqlite } from '../database/open.ts';

export interface CustomerRow {
  readonly surname: string;
  /** As fields of a form are: `true` or `false`. */
  readonly surnameDeclined: string;
  readonly title: string;
  readonly phone: string;
  readonly caseCount: number;
}

const COLUMN: Readonly<Record<CustomerField, string>> = {
  'customer.surname': 'surname',
  'customer.title': 'title',
  'customer.phone': 'phone',
  'customer.surnameDeclined': 'surname_declined',
};

/** A case that was left for an earlier one, because the contact was about that, is no matter of its own. */
export const HAS_CONTACT = 'EXISTS (SELECT 1 FROM contact WHERE contact.case_id = service_case.id)';

/** The table `customer`, as plain statements. */
export class CustomerTable {
  readonly #database: Sqlite;
  readonly #rows: Memory<CustomerId, CustomerRow>;

  constructor(database: Sqlite, memories: Memories) {
    this.#database = database;
    this.#rows = memories.memory();
  }

  get(id: CustomerId): CustomerRow {
    return this.#rows.of(id, () => this.#read(id));
  }

  /** However the number is written. */
  byPhone(phone: string): CustomerId | null {
    const key = phoneKey(phone);
    if (key === '') return null;
    const id = this.#database
      .prepare<[string], string>(
        // The second condition is that of the index: without it the index is not used.
        `SELECT id FROM customer WHERE phone_key = ? AND phone_key <> '' ORDER BY created_at DESC LIMIT 1`,
      )
      .pluck()
      .get(key);
    return (id as CustomerId | undefined) ?? null;
  }

  insert(id: CustomerId, phone: string, now: EpochMs): void {
    this.#database
      .prepare(
        `INSERT INTO customer (id, surname, surname_declined, title, phone, phone_key, created_at)
         VALUES (?, '', 0, '', ?, ?, ?)`,
      )
      .run(id, phone, phoneKey(phone), now);
  }

  setField(id: CustomerId, field: CustomerField, value: string): void {
    const stored = field === 'customer.surnameDeclined' ? Number(value === 'true') : value;
    this.#database.prepare(`UPDATE customer SET ${COLUMN[field]} = ? WHERE id = ?`).run(stored, id);
    if (field === 'customer.phone') {
      this.#database.prepare('UPDATE customer SET phone_key = ? WHERE id = ?').run(phoneKey(value), id);
    }
    this.#rows.drop(id);
  }

  /** A case of this customer was added. */
  recount(id: CustomerId): void {
    this.#rows.drop(id);
  }

  #read(id: CustomerId): CustomerRow {
    const row = this.#database
      .prepare<[string], CustomerRow>(
        `SELECT surname, iif(surname_declined, 'true', 'false') AS surnameDeclined, title, phone,
           (SELECT count(*) FROM service_case WHERE customer_id = customer.id AND ${HAS_CONTACT}) AS caseCount
         FROM customer WHERE id = ?`,
      )
      .get(id);
    if (row === undefined) throw new Error('a case without its customer');
    return row;
  }
}

export function customerValue(row: CustomerRow, field: CustomerField): string {
  switch (field) {
    case 'customer.surname':
      return row.surname;
    case 'customer.title':
      return row.title;
    case 'customer.phone':
      return row.phone;
    case 'customer.surnameDeclined':
      return row.surnameDeclined;
  }
}
