import type Database from 'better-sqlite3';
import type { Clock, EpochMs } from '#shared/base/clock.ts';
import type { HybridTime } from '#shared/base/hybrid-clock.ts';
import { fail, type Result } from '#shared/base/result.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Log } from '../log.ts';
import { storageFailure } from './failure.ts';
import { Journal, type Change } from './journal.ts';
import { Memory, type Memories } from './memory.ts';
import { alsoTouched, nothingTouched, type Touched } from './touched.ts';

/** One transaction in the making: the change, its outbox rows and the note of what it touched. */
export interface Unit {
  readonly now: EpochMs;
  readonly touched: Touched;
  /**
   * Puts the change into the outbox, in the same transaction; its place in the order of everything that was done. Called before
   * the fields of an `update` are written: what the service had confirmed of them is kept then. `seen`: who made it had seen no more
   * of its stream.
   */
  journal(change: Change, seen?: number | null): HybridTime;
  /** For what cannot be rolled back, such as telling a person: done once the change is on disk, or never. */
  afterCommit(run: () => void): void;
  /** The same transaction, with everything written as of another moment (sample data has a past). */
  asOf(at: EpochMs): Unit;
  /**
   * A part of the transaction, which may fail by itself: a failure that `work` returns or throws undoes the part, with what it
   * touched and what it would have told, and leaves the rest.
   */
  attempt<T>(work: (part: Unit) => Result<T, Failure>): Result<T, Failure>;
}

type Listener = (touched: Touched) => void;
type Work = () => Result<unknown, Failure>;

/** Thrown to roll a transaction back when its work ended in a failure; never leaves this file. */
class RolledBack extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.code);
    this.failure = failure;
  }
}

/**
 * The one way to write: facts, projection and outbox in one transaction. What must follow at once hears of it before the writer
 * gets its answer; windows hear of all commits of a turn together, when it is over.
 */
export class Store implements Memories {
  readonly database: Database.Database;
  readonly journal: Journal;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #listeners = new Set<Listener>();
  readonly #refusals = new Set<(failure: Failure) => void>();
  readonly #readers = new Set<Listener>();
  /** What the commits of this turn touched and no reader was told yet. */
  #news: Touched | null = null;
  /** What each reader is still to be told, in the order of commits. */
  readonly #telling: (() => void)[] = [];
  readonly #memories: { forget(): void }[] = [];
  readonly #transaction: Database.Transaction<(work: Work) => Result<unknown, Failure>>;
  /**
   * Called before each write, outside its transaction, so that what became due by now happens before what is done now; it
   * may write itself.
   */
  beforeWrite: () => void = () => undefined;
  /** Why nothing may be written, if that is so: such as a desk that was taken out of service. */
  closed: () => Failure | null = () => null;
  /** Why this change may not be made here, if that is so: it is asked before a change gets into the journal. */
  refuses: (change: Change) => Failure | null = () => null;

  constructor(database: Database.Database, clock: Clock, log: Log) {
    this.database = database;
    this.#transaction = database.transaction((work: Work) => {
      const outcome = work();
      if (!outcome.ok) throw new RolledBack(outcome.error);
      return outcome;
    });
    this.#clock = clock;
    this.#log = log;
    this.journal = new Journal(database);
    this.#memories.push(this.journal);
  }

  now(): EpochMs {
    return this.#clock.wall();
  }

  /** A memory of rows that is forgotten together with any transaction that fails. */
  memory<Key, Row>(): Memory<Key, Row> {
    const memory = new Memory<Key, Row>();
    this.#memories.push(memory);
    return memory;
  }

  /** What is on disk may be other than what was thought: everything is read again. */
  forget(): void {
    for (const memory of this.#memories) memory.forget();
  }

  /**
   * Runs `work` in one transaction. A failure that it returns, or one of the storage, undoes all of it and is returned.
   * When this returns `ok`, the change is on disk.
   */
  write<T>(work: (unit: Unit) => Result<T, Failure>): Result<T, Failure> {
    const closed = this.closed();
    if (closed !== null) return fail(closed);
    this.beforeWrite();
    const touched = nothingTouched();
    const effects: (() => void)[] = [];
    const unit = this.#unit(this.now(), touched, effects);
    let result: Result<T, Failure>;
    try {
      this.journal.begin();
      result = this.#transaction.immediate(() => work(unit)) as Result<T, Failure>;
    } catch (error) {
      this.forget();
      if (error instanceof RolledBack) return fail(error.failure);
      const failed = storageFailure(error);
      if (failed === null) throw error;
      this.#log.error({ code: failed.code, sqlite: failed.facts?.code }, 'write failed');
      for (const listener of this.#refusals) this.#run(() => listener(failed));
      return fail(failed);
    }
    // People first: the windows can take their turn, a countdown is late already.
    for (const effect of effects) this.#run(effect);
    this.#committed(touched);
    return result;
  }

  #run(effect: () => void): void {
    try {
      effect();
    } catch (error) {
      // The change is on disk; nobody who wrote it can do anything about this.
      this.#log.error({ name: error instanceof Error ? error.name : 'unknown' }, 'effect of a commit failed');
    }
  }

  #unit(now: EpochMs, touched: Touched, effects: (() => void)[]): Unit {
    return {
      ...{ now, touched },
      journal: (change, seen) => this.#journal(change, now, seen),
      afterCommit: (run) => void effects.push(run),
      asOf: (at) => this.#unit(at, touched, effects),
      attempt: (work) => {
        const part = { touched: nothingTouched(), effects: [] as (() => void)[] };
        const done = this.#attempt(() => work(this.#unit(now, part.touched, part.effects)));
        if (done.ok) {
          alsoTouched(touched, part.touched);
          effects.push(...part.effects);
        }
        return done;
      },
    };
  }

  /** A change that may not be made undoes the transaction that would make it, or the part of it: features need not ask. */
  #journal(change: Change, now: EpochMs, seen?: number | null): HybridTime {
    const refused = this.refuses(change);
    if (refused !== null) throw new RolledBack(refused);
    return this.journal.append(change, now, seen);
  }

  /** Something to show changed that is not in the database, such as the link to the service. */
  announce(changed: Partial<Omit<Touched, 'timeline'>>): void {
    this.#committed({ ...nothingTouched(), ...changed });
  }

  #committed(touched: Touched): void {
    for (const listener of this.#listeners) this.#run(() => listener(touched));
    if (this.#news === null) {
      this.#news = touched;
      queueMicrotask(() => this.tellNews());
    } else alsoTouched(this.#news, touched);
  }

  /**
   * Tells now what is told when the turn is over: for who is about to speak of it. That may be a reader which is just being told: the
   * others then hear first what it has heard already, so that everybody hears of commits in their order.
   */
  tellNews(): void {
    const news = this.#news;
    this.#news = null;
    if (news !== null)
      for (const reader of this.#readers) this.#telling.push(() => this.#readers.has(reader) && reader(news));
    for (let next = this.#telling.shift(); next !== undefined; next = this.#telling.shift()) this.#run(next);
  }

  /** Inside a transaction: what fails is undone by itself. */
  #attempt<T>(work: () => Result<T, Failure>): Result<T, Failure> {
    try {
      return this.#transaction(work) as Result<T, Failure>;
    } catch (error) {
      this.forget();
      if (error instanceof RolledBack) return fail(error.failure);
      throw error;
    }
  }

  /** Called when the storage refused a write, after it was undone. */
  onRefusal(listener: (failure: Failure) => void): { dispose(): void } {
    this.#refusals.add(listener);
    return { dispose: () => this.#refusals.delete(listener) };
  }

  /** Called after each commit, before the writer gets its answer. */
  onCommit(listener: Listener): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** Called once for all commits of a turn, before anything else happens in the process: also before an answer is sent. */
  onNews(reader: Listener): { dispose(): void } {
    this.#readers.add(reader);
    return { dispose: () => this.#readers.delete(reader) };
  }
}
