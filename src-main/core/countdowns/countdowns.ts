import type { Clock, EpochMs, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { CallbackId, ContactId } from '#shared/base/ids.ts';
import { ok } from '#shared/base/result.ts';
import type { Deadline } from '#shared/domain/contact/deadlines.ts';
import { storageFailure } from '../database/failure.ts';
import type { Store, Unit } from '../database/store.ts';
import type { ClockWatch } from './clock-watch.ts';
import { CALLBACK_KEY, CountdownTable, type CountdownRow } from './countdown-table.ts';
import { phaseAt } from './phase.ts';

/** A countdown came into a new phase: it warns, or it is due. Each happens once. */
export type PhaseChange = (unit: Unit, row: CountdownRow) => void;

/** The clock is compared with the time since boot at least this often while anything runs. */
const LONGEST_SLEEP: Millis = 1_000;
/** How many rows one transaction moves on, so that a hotkey never waits behind a long backlog. */
const BATCH = 500;

/**
 * Deadlines on disk with one armed timer. Nothing is counted: a row's phase follows from the clock, and the change of phase is
 * written once, in the transaction of what it sets off. So restart, sleep and two windows cannot miss or double one.
 */
export class Countdowns implements Disposable {
  readonly #store: Store;
  readonly #table: CountdownTable;
  readonly #clock: Clock;
  readonly #watch: ClockWatch;
  readonly #onPhase: PhaseChange;
  readonly #onShift: (unit: Unit, byMs: Millis) => void;
  #armed: Disposable | null = null;
  #stopped = true;
  #catchingUp = false;

  constructor(parts: {
    readonly store: Store;
    readonly clock: Clock;
    readonly watch: ClockWatch;
    readonly onPhase: PhaseChange;
    /** The wall clock was set; contacts shift what they hold of it. */
    readonly onShift: (unit: Unit, byMs: Millis) => void;
  }) {
    this.#store = parts.store;
    this.#table = new CountdownTable(parts.store.database, parts.store);
    this.#clock = parts.clock;
    this.#watch = parts.watch;
    this.#onPhase = parts.onPhase;
    this.#onShift = parts.onShift;
    // A key pressed right after sleep or a change of the clock must not be quicker than what is due by then.
    parts.store.beforeWrite = () => this.#catchUp();
    // Asked again after every commit: it may have set a sooner deadline.
    parts.store.onCommit((touched) => {
      if (touched.allCountdowns || touched.countdowns.size > 0) this.#arm();
    });
  }

  /** Fires at once what became due while nobody was looking. */
  start(): void {
    this.#stopped = false;
    this.evaluate();
  }

  dispose(): void {
    this.#stopped = true;
    this.#armed?.dispose();
    this.#armed = null;
  }

  /** Moves every countdown to the phase that the clock demands, and arms the timer for the next. */
  evaluate(): void {
    if (this.#stopped) return;
    // What the disk refuses is still on it, and looked at again a little later; whatever happens, the timer lives on.
    this.#armFor(LONGEST_SLEEP);
    if (this.#catchUp()) this.#arm();
  }

  /** `false` when the disk refused; the clock is followed first, and nothing moves by a clock that could not be. */
  #catchUp(): boolean {
    if (this.#catchingUp) return true;
    this.#catchingUp = true;
    try {
      return this.#followClock() && (this.#stopped || this.#advance());
    } catch (error) {
      if (storageFailure(error) === null) throw error;
      return false;
    } finally {
      this.#catchingUp = false;
    }
  }

  /** Makes the stored rows of a contact those that its state demands. */
  reconcile(unit: Unit, contactId: ContactId, deadlines: readonly Deadline[]): void {
    const stored = this.#table.ofContact(contactId);
    for (const row of stored) {
      if (!deadlines.some(({ key }) => key === row.key)) {
        this.#table.remove(row);
        unit.touched.countdowns.add(row.id);
      }
    }
    for (const deadline of deadlines) {
      const row = stored.find(({ key }) => key === deadline.key);
      if (row !== undefined && sameMoments(row, deadline)) continue;
      // A row that warned or fired keeps its phase when its moments move: it must not do so again.
      this.#put(unit, { ...deadline, contactId, callbackId: null, phase: row?.phase ?? 'running' });
    }
  }

  /** Sets or moves the countdown of a callback; it warns anew if its deadline was moved. */
  setCallback(unit: Unit, id: CallbackId, moments: Pick<CountdownRow, 'startsAt' | 'warnAt' | 'dueAt'>): void {
    this.endCallback(unit, id);
    this.#put(unit, {
      ...moments,
      kind: 'callback',
      key: CALLBACK_KEY,
      detail: null,
      contactId: null,
      callbackId: id,
      phase: 'running',
    });
  }

  endCallback(unit: Unit, id: CallbackId): void {
    unit.touched.countdowns.add(this.#table.removeOfCallback(id));
  }

  #put(unit: Unit, row: Omit<CountdownRow, 'id'>): void {
    unit.touched.countdowns.add(this.#table.put(row));
  }

  #advance(): boolean {
    for (let moved = BATCH; moved === BATCH;) {
      if (!this.#anyRipe()) return true;
      const written = this.#store.write((unit) => {
        moved = this.#moveRipe(unit);
        return ok();
      });
      if (!written.ok) return false;
    }
    return true;
  }

  #anyRipe(): boolean {
    const next = this.#table.nextAt();
    return next !== null && next <= this.#clock.wall();
  }

  #moveRipe(unit: Unit): number {
    const ripe = this.#table.ripe(unit.now, BATCH);
    for (const row of ripe) {
      const changed = { ...row, phase: phaseAt(row, unit.now) };
      this.#table.setPhase(changed);
      unit.touched.countdowns.add(row.id);
      this.#onPhase(unit, changed);
    }
    return ripe.length;
  }

  /** The wall clock was set by somebody: what runs keeps its real length. `false` when that could not be written. */
  #followClock(): boolean {
    const byMs = this.#watch.check();
    if (byMs === 0) return true;
    const shifted = this.#store.write((unit) => {
      this.#table.shiftCallbacks(byMs);
      unit.touched.allCountdowns = true;
      this.#onShift(unit, byMs);
      this.#watch.commit(unit.now);
      return ok();
    });
    if (!shifted.ok) this.#watch.forget();
    return shifted.ok;
  }

  #arm(): void {
    this.#armFor(Math.min(LONGEST_SLEEP, Math.max(0, this.#soonest() - this.#clock.wall())));
  }

  #armFor(wait: Millis): void {
    this.#armed?.dispose();
    this.#armed = this.#stopped ? null : this.#clock.after(wait, () => this.evaluate());
  }

  #soonest(): EpochMs {
    try {
      return this.#table.nextAt() ?? Number.MAX_SAFE_INTEGER;
    } catch (error) {
      if (storageFailure(error) === null) throw error;
      return Number.MAX_SAFE_INTEGER;
    }
  }
}

function sameMoments(row: CountdownRow, deadline: Deadline): boolean {
  return (
    row.startsAt === deadline.startsAt &&
    row.warnAt === deadline.warnAt &&
    row.dueAt === deadline.dueAt &&
    row.detail === deadline.detail
  );
}
