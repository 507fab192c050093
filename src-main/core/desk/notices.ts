import { randomUUID } from 'node:crypto';
import type { Disposable } from '#shared/base/disposable.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Notice } from '#shared/contract/views.ts';
import type { Store, Unit } from '../database/store.ts';

type Stored = Omit<Notice, 'facts'> & { readonly facts: string };

/** What the agent has to be told and may wave away; one notice of each kind at a time. */
export class Notices {
  readonly #store: Store;
  readonly #listeners = new Set<() => void>();
  /** A disk that refuses cannot keep this one; it stands until something can be saved again. */
  #refused: { readonly notice: Notice; readonly seen: boolean } | null = null;

  constructor(store: Store) {
    this.#store = store;
    store.onRefusal((failure) => this.#raise(failure));
    store.onCommit((touched) => {
      if (this.#refused === null) return;
      this.#refused = null;
      touched.notices = true;
    });
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
    if (this.#refused?.notice.id === id) {
      this.#refused = { ...this.#refused, seen: true };
      this.#tell();
      return ok();
    }
    return this.#store.write((unit) => {
      this.#store.database.prepare('DELETE FROM notice WHERE id = ?').run(id);
      unit.touched.notices = true;
      return ok();
    });
  }

  list(): readonly Notice[] {
    const stored = this.#store.database
      .prepare<[], Stored>('SELECT id, code, at, facts FROM notice ORDER BY at')
      .all()
      .map((row) => ({ ...row, facts: JSON.parse(row.facts) as Notice['facts'] }));
    return this.#refused === null || this.#refused.seen ? stored : [...stored, this.#refused.notice];
  }

  /** Called when the list changed without a commit. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  #raise({ code }: Failure): void {
    if (this.#refused !== null) return;
    const at = this.#store.now();
    this.#refused = { notice: { id: randomUUID(), code: 'storage-failed', at, facts: { code } }, seen: false };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
