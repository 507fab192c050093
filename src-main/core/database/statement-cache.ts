import type Database from 'better-sqlite3';

/** More texts than the core has; one that is put together anew each time must not fill the memory. */
const LIMIT = 500;

/** What changes a statement for whoever holds it, or keeps it busy after it returned. */
const CHANGING = ['raw', 'expand', 'safeIntegers', 'bind', 'iterate'] as const;

/**
 * Makes `prepare` compile each text once: statements can then be written where they are used, and a commit does not compile
 * twenty of them. `pluck()` answers with a cached statement of its own, and whatever else changes a statement is done on a
 * fresh one, so that no holder of a text can change it for another.
 */
export function cacheStatements(database: Database.Database): void {
  const compile = database.prepare.bind(database) as (text: string) => Database.Statement;
  const cached = new Map<string, Database.Statement>();
  const plucked = new Map<string, Database.Statement>();

  function remember(
    statements: Map<string, Database.Statement>,
    text: string,
    make: (text: string) => Database.Statement,
  ): Database.Statement {
    const known = statements.get(text);
    if (known !== undefined) return known;
    const made = make(text);
    if (statements.size < LIMIT) statements.set(text, made);
    return made;
  }

  function shareable(text: string): Database.Statement {
    const statement = compile(text);
    statement.pluck = (on = true) =>
      on ? remember(plucked, text, () => compile(text).pluck()) : remember(cached, text, shareable);
    for (const method of CHANGING) {
      Object.defineProperty(statement, method, {
        value: (...values: unknown[]) => {
          const fresh = compile(text);
          const change = fresh[method] as (...given: unknown[]) => unknown;
          return change.apply(fresh, values);
        },
      });
    }
    return statement;
  }

  database.prepare = ((text: string) => remember(cached, text, shareable)) as typeof database.prepare;
}
