import type Sqlite from 'better-sqlite3';
import type { SqlRow, SqlValue } from '../database.ts';

/** Prepares each text once. Values are given by their number: `$1` is the first. */
export class Statements {
  readonly #database: Sqlite.Database;
  readonly #prepared = new Map<string, Sqlite.Statement<[Record<string, SqlValue>], SqlRow>>();

  constructor(database: Sqlite.Database) {
    this.#database = database;
  }

  all(text: string, values: readonly SqlValue[] = []): readonly SqlRow[] {
    const statement = this.#prepare(text);
    if (statement.reader) return statement.all(bound(values));
    statement.run(bound(values));
    return [];
  }

  one(text: string, values: readonly SqlValue[] = []): SqlRow | null {
    return this.#prepare(text).get(bound(values)) ?? null;
  }

  run(text: string, values: readonly SqlValue[] = []): void {
    this.#prepare(text).run(bound(values));
  }

  /** How many rows it changed. */
  change(text: string, values: readonly SqlValue[]): number {
    return this.#prepare(text).run(bound(values)).changes;
  }

  #prepare(text: string): Sqlite.Statement<[Record<string, SqlValue>], SqlRow> {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const statement = this.#database.prepare<[Record<string, SqlValue>], SqlRow>(text);
    this.#prepared.set(text, statement);
    return statement;
  }
}

function bound(values: readonly SqlValue[]): Record<string, SqlValue> {
  const named: Record<string, SqlValue> = {};
  values.forEach((value, at) => {
    named[at + 1] = value;
  });
  return named;
}
