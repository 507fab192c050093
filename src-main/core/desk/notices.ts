import { randomUUID } from 'node:crypto';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Notice } from '#shared/contract/views.ts';
import type { Store, Unit } from '../database/store.ts';

type Stored = Omit<Notice, 'facts'> & { readonly facts: string };

/** What the agent has to be told and may wave away; one notice of each kind at a time. */
export class Notices {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  put(unit: Unit, code: Notice['code'], facts: Notice['facts']): void {
    this.#store.database.prepare('DELETE FROM notice WHERE code = ?').run(code);
    this.#store.database
      .prepare('INSERT INTO notice (id, code, at, facts) VALUES (?, ?, ?, ?)')
      .run(randomUUID(), code, unit.now, JSON.stringify(facts));
    unit.touched.notices = true;
  }

  clear(unit: Unit, code: Notice['code']): void {
    this.#store.database.prepare('DELETE FROM notice WHERE code = ?').run(code);
    unit.touched.notices = true;
  }

  dismiss(id: string): Result<void, Failure> {
    return this.#store.write((unit) => {
      this.#store.database.prepare('DELETE FROM notice WHERE id = ?').run(id);
      unit.touched.notices = true;
      return ok();
    });
  }

  list(): readonly Notice[] {
    return this.#store.database
      .prepare<[], Stored>('SELECT id, code, at, facts FROM notice ORDER BY at')
      .all()
      .map((row) => ({ ...row, facts: JSON.parse(row.facts) as Notice['facts'] }));
  }
}
