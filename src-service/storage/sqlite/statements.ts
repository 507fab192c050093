import type Sqlite from 'better-sqlite3';
import type { SqlRow, SqlValue } from '../database.ts';

interface Prepared {
  readonly statement: Sqlite.Statement<SqlValue[], SqlRow>;
  /** Which value goes to which place; `null`: each to its own. */
  readonly places: readonly number[] | null;
}

/** Prepares each text once. Values are given by their number: `$1` is the first. */
export class Statements {
  readonly #database: Sqlite.Database;
  readonly #prepared = new Map<string, Prepared>();

  constructor(database: Sqlite.Database) {
    this.#database = database;
  }

  all(text: string, values: readonly SqlValue[] = []): readonly SqlRow[] {
    const prepared = this.#prepare(text);
    if (prepared.statement.reader) return prepared.statement.all(...bound(prepared, values));
    prepared.statement.run(...bound(prepared, values));
    return [];
  }

  one(text: string, values: readonly SqlValue[] = []): SqlRow | null {
    const prepared = this.#prepare(text);
    return prepared.statement.get(...bound(prepared, values)) ?? null;
  }

  run(text: string, values: readonly SqlValue[] = []): void {
    this.change(text, values);
  }

  /** How many rows it changed. */
  change(text: string, values: readonly SqlValue[]): number {
    const prepared = this.#prepare(text);
    return prepared.statement.run(...bound(prepared, values)).changes;
  }

  #prepare(text: string): Prepared {
    const known = this.#prepared.get(text);
    if (known !== undefined) return known;
    const prepared = prepare(this.#database, text);
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

/** What is bound by its place costs less than what is bound by a name: 1.1 against 1.7 us for a row of five values. */
function prepare(database: Sqlite.Database, text: string): Prepared {
  const places: number[] = [];
  const plain = text.replace(/\$(\d+)/gu, (_, number: string) => {
    places.push(Number(number) - 1);
    return '?';
  });
  const statement = database.prepare<SqlValue[], SqlRow>(plain);
  return { statement, places: places.every((place, at) => place === at) ? null : places };
}

function bound({ places }: Prepared, values: readonly SqlValue[]): readonly SqlValue[] {
  return places === null ? values : places.map((place) => values[place] ?? null);
}
