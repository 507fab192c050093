import { setImmediate as round } from 'node:timers/promises';
import type Sqlite from 'better-sqlite3';

/** So many transactions share one wait for the disk, at most. */
const TOGETHER = 64;

interface Turn {
  readonly work: () => Promise<unknown>;
  readonly done: (result: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Runs transactions one after the other on the one connection that writes, in the order of asking. Those that wait meanwhile are
 * committed together: each is undone for itself, all are durable before anybody is answered.
 */
export class Turns {
  readonly #writer: Sqlite.Database;
  readonly #waiting: Turn[] = [];
  #running: Promise<void> | null = null;

  constructor(writer: Sqlite.Database) {
    this.#writer = writer;
  }

  /** What `work` awaits must be at hand: nothing else is written until it is done. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ work, done: (result) => resolve(result as T), failed: reject });
      this.#running ??= this.#runAll();
    });
  }

  /** When nobody waits any more. */
  async rest(): Promise<void> {
    await this.#running;
  }

  async #runAll(): Promise<void> {
    do {
      // Whatever this process finds waiting at its sockets comes along; while it waits for the disk, more gather there.
      await round();
      await this.#commitTogether(this.#waiting.splice(0, TOGETHER));
    } while (this.#waiting.length > 0);
    // In the same step as the look at who waits: who asks next begins anew.
    this.#running = null;
  }

  async #commitTogether(group: readonly Turn[]): Promise<void> {
    const answers: (() => void)[] = [];
    try {
      this.#writer.exec('BEGIN IMMEDIATE');
      for (const turn of group) answers.push(await this.#oneOf(turn));
      this.#writer.exec('COMMIT');
    } catch (error) {
      if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK');
      for (const { failed } of group) failed(error);
      return;
    }
    for (const answer of answers) answer();
  }

  async #oneOf({ work, done, failed }: Turn): Promise<() => void> {
    this.#writer.exec('SAVEPOINT turn');
    try {
      const result = await work();
      this.#writer.exec('RELEASE turn');
      return () => done(result);
    } catch (error) {
      // A full disk undoes everything by itself; then there is nothing to go back to, and the whole group fails.
      if (!this.#writer.inTransaction) throw error;
      this.#writer.exec('ROLLBACK TO turn; RELEASE turn');
      return () => failed(error);
    }
  }
}
