import type { Clock, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Log } from '../log.ts';
import { Rest } from '../rest.ts';
import { isLogged, returnToLog } from './bulk.ts';
import { storageFailure } from './failure.ts';
import type { Store } from './store.ts';

/** After so much rest since the last commit, the write-ahead log is moved into the file. */
const REST: Millis = 1_000;

/**
 * Moves the write-ahead log into the database file while nobody waits. Left to SQLite, it happens inside whichever commit fills
 * the log, and the agent feels it; that remains as the bound for who never rests (`LOG_PAGES` in `open.ts`).
 */
export class Checkpoints implements Disposable {
  readonly #store: Store;
  readonly #log: Log;
  readonly #rest: Rest;
  readonly #subscription: Disposable;

  constructor(parts: { readonly store: Store; readonly clock: Clock; readonly log: Log }) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#rest = new Rest(parts.clock, REST, () =>
      this.#attempt(() => {
        this.#store.journal.writeDown();
        if (!isLogged(this.#store.database)) {
          returnToLog(this.#store.database);
          if (isLogged(this.#store.database))
            this.#log.warn({ code: 'no-log' }, 'the write-ahead log is taken up again');
        }
        // Waits for nobody: what a reader still needs stays in the log until the next time.
        this.#store.database.pragma('wal_checkpoint(PASSIVE)');
      }),
    );
    this.#subscription = parts.store.onCommit(() => this.#rest.stir());
  }

  /** What is in the log then is moved when the database is closed. */
  dispose(): void {
    this.#subscription.dispose();
    this.#rest.dispose();
    this.#attempt(() => this.#store.journal.writeDown());
  }

  /** A disk that refuses keeps the log as it is: nothing is lost, and the next commit leads here again. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      const failed = storageFailure(error);
      if (failed === null) throw error;
      this.#log.warn({ code: failed.code, sqlite: failed.facts?.code }, 'checkpoint put off');
    }
  }
}
