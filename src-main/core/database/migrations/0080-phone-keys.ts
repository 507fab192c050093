import { phoneKey } from '#shared/domain/case/phone.ts';
import type { Migration } from '../migration.ts';

/**
 * Customers are found by the normal form of their number, however it was written; what was typed stays as it is. Whoever
 * changes `phoneKey` writes a migration that fills the column anew.
 */
export const phoneKeys: Migration = {
  version: 80,
  up: (database) => {
    database.exec(`ALTER TABLE customer ADD COLUMN phone_key TEXT NOT NULL DEFAULT ''`);
    const fill = database.prepare('UPDATE customer SET phone_key = ? WHERE id = ?');
    const customers = database.prepare<[], { id: string; phone: string }>(
      `SELECT id, phone FROM customer WHERE phone <> ''`,
    );
    for (const { id, phone } of customers.all()) fill.run(phoneKey(phone), id);
    database.exec(`
      DROP INDEX customer_by_phone;
      CREATE INDEX customer_by_phone_key ON customer (phone_key) WHERE phone_key <> '';
    `);
  },
};
