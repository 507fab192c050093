import { join } from 'node:path';
import Database from 'better-sqlite3';

const FRAME_BYTES = 4_096 + 24;

/**
 * The least that SQLite itself needs for a commit of so many pages, encrypted and `synchronous=FULL` as ours: what lies
 * between this and the raw write is the price of the storage engine, what lies between this and ours is our own work.
 */
export class BareSqlite {
  readonly #database: Database.Database;
  readonly #statements: readonly Database.Statement[];
  readonly #transaction: Database.Transaction<(pages: number, text: string) => void>;
  #count = 0;

  constructor(folder: string, mostPages: number) {
    this.#database = new Database(join(folder, 'bare.sqlite'));
    for (const pragma of [`cipher='aegis'`, `key="x'${'07'.repeat(32)}'"`]) this.#database.pragma(pragma);
    for (const pragma of ['journal_mode=WAL', 'synchronous=FULL', 'secure_delete=ON']) this.#database.pragma(pragma);
    // One table a page: a row is changed in each page that the commit is to touch.
    this.#statements = Array.from({ length: mostPages }, (_, table) => {
      this.#database.exec(`CREATE TABLE page_${String(table)} (id INTEGER PRIMARY KEY, text TEXT) STRICT`);
      this.#database.prepare(`INSERT INTO page_${String(table)} VALUES (1, '')`).run();
      return this.#database.prepare(`UPDATE page_${String(table)} SET text = ?`);
    });
    this.#transaction = this.#database.transaction((pages, text) => {
      for (const statement of this.#statements.slice(0, pages)) statement.run(text);
    });
  }

  commit(walBytes: number): void {
    this.#count += 1;
    this.#transaction.immediate(Math.round(walBytes / FRAME_BYTES), String(this.#count).padEnd(400, 'x'));
  }

  /** Lets the log start over, as that of a desk that has been running for a while. */
  warmUp(walBytes: number): void {
    this.#database.pragma('synchronous=OFF');
    for (let pages = 0; pages < 1_500; pages += Math.round(walBytes / FRAME_BYTES)) this.commit(walBytes);
    this.#database.pragma('synchronous=FULL');
  }

  close(): void {
    this.#database.close();
  }
}
