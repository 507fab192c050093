import type { Clock, EpochMs, Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { CallbackId, ContactId } from '#shared/base/ids.ts';
import { ok } from '#shared/base/result.ts';
import type { CountdownPhase } from '#shared/contract/views.ts';
import type { Deadline } from '#shared/domain/contact/deadlines.ts';
import { storageFailure } from '../database/failure.ts';
import type { Store, Unit } from '../database/store.ts';
import { nextMoment, phaseAt } from './phase.ts';
import type { ClockWatch } from './clock-watch.ts';

export interface CountdownRow {
  readonly id: string;
  readonly kind: Deadline['kind'] | 'callback';
  readonly contactId: ContactId | null;
  readonly callbackId: CallbackId | null;
  readonly key: string;
  readonly startsAt: EpochMs;
  readonly warnAt: EpochMs | null;
  readonly dueAt: EpochMs;
  readonly detail: string | null;
  readonly phase: CountdownPhase;
}

/** A countdown came into a new phase: it warns, or it is due. Each happens once. */
export type PhaseChange = (unit: Unit, row: CountdownRow) => void;

/** The clock is compared with the time since boot at least this often while anything runs. */
const LONGEST_SLEEP: Millis = 1_000;
/** How many rows one transaction moves on, so that a hotkey never waits behind a long backlog. */
const BATCH = 500;

const COLUMNS = `id, kind, contact_id AS contactId, callback_id AS callbackId, key, starts_at AS startsAt,
  warn_at AS warnAt, due_at AS dueAt, detail, phase`;

/**
 * Deadlines on disk with one armed timer. Nothing is counted: a row's phase follows from the clock, and the change of phase is
 * written once, in the transaction of what it sets off. So restart, sleep and two windows cannot miss or double one.
 */
export class Countdowns implements Disposable {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #watch: ClockWatch;
  readonly #onPhase: PhaseChange;
  readonly #onShift: (unit: Unit, byMs: Millis) => void;
  #armed: Disposable | null = null;
  #stopped = true;

  constructor(parts: {
    readonly store: Store;
    readonly clock: Clock;
    readonly watch: ClockWatch;
    readonly onPhase: PhaseChange;
    /** The wall clock was set; contacts shift what they hold of it. */
    readonly onShift: (unit: Unit, byMs: Millis) => void;
  }) {
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#watch = parts.watch;
    this.#onPhase = parts.onPhase;
    this.#onShift = parts.onShift;
    // Asked again after every commit: it may have set a sooner deadline.
    parts.store.onCommit((touched) => {
      if (touched.countdowns) this.#arm();
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
    try {
      this.#followClock();
      while (this.#advance() === BATCH);
      this.#arm();
    } catch (error) {
      if (storageFailure(error) === null) throw error;
      // The rows are still on disk; the next look finds them.
      this.#armed = this.#clock.after(LONGEST_SLEEP, () => this.evaluate());
    }
  }

  /** Makes the stored rows of a contact those that its state demands. */
  reconcile(unit: Unit, contactId: ContactId, deadlines: readonly Deadline[]): void {
    const { database } = this.#store;
    const stored = database
      .prepare<[string], CountdownRow>(`SELECT ${COLUMNS} FROM countdown WHERE contact_id = ?`)
      .all(contactId);
    for (const row of stored) {
      if (!deadlines.some(({ key }) => key === row.key)) {
        database.prepare('DELETE FROM countdown WHERE id = ?').run(row.id);
        unit.touched.countdowns = true;
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
      key: 'callback',
      detail: null,
      contactId: null,
      callbackId: id,
      phase: 'running',
    });
  }

  endCallback(unit: Unit, id: CallbackId): void {
    this.#store.database.prepare('DELETE FROM countdown WHERE callback_id = ?').run(id);
    unit.touched.countdowns = true;
  }

  #put(unit: Unit, row: Omit<CountdownRow, 'id'>): void {
    const id = `${row.contactId ?? row.callbackId ?? ''}:${row.key}`;
    this.#store.database
      .prepare(
        `INSERT INTO countdown (id, kind, contact_id, callback_id, key, starts_at, warn_at, due_at, detail, phase, next_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET starts_at = excluded.starts_at, warn_at = excluded.warn_at,
           due_at = excluded.due_at, detail = excluded.detail, next_at = excluded.next_at`,
      )
      .run(
        id,
        row.kind,
        row.contactId,
        row.callbackId,
        row.key,
        row.startsAt,
        row.warnAt,
        row.dueAt,
        row.detail,
        row.phase,
        nextMoment(row),
      );
    unit.touched.countdowns = true;
  }

  #advance(): number {
    let moved = 0;
    const written = this.#store.write((unit) => {
      const { database } = this.#store;
      const ripe = database
        .prepare<[number, number], CountdownRow>(
          `SELECT ${COLUMNS} FROM countdown WHERE next_at <= ? ORDER BY next_at, id LIMIT ?`,
        )
        .all(unit.now, BATCH);
      moved = ripe.length;
      for (const row of ripe) {
        const phase = phaseAt(row, unit.now);
        const changed = { ...row, phase };
        database
          .prepare('UPDATE countdown SET phase = ?, next_at = ? WHERE id = ?')
          .run(phase, nextMoment(changed), row.id);
        unit.touched.countdowns = true;
        this.#onPhase(unit, changed);
      }
      return ok();
    });
    // A disk that refuses is tried again with the next tick; the rows are still there.
    return written.ok ? moved : 0;
  }

  /** The wall clock was set by somebody: what runs keeps its real length. */
  #followClock(): void {
    const byMs = this.#watch.check();
    if (byMs === 0) return;
    const shifted = this.#store.write((unit) => {
      this.#store.database
        .prepare(
          `UPDATE countdown SET starts_at = starts_at + @by, warn_at = warn_at + @by, due_at = due_at + @by,
             next_at = next_at + @by WHERE callback_id IS NOT NULL`,
        )
        .run({ by: byMs });
      unit.touched.countdowns = true;
      this.#onShift(unit, byMs);
      this.#watch.commit(unit.now);
      return ok();
    });
    if (!shifted.ok) this.#watch.forget();
  }

  #arm(): void {
    this.#armed?.dispose();
    this.#armed = null;
    if (this.#stopped) return;
    const next = this.#store.database
      .prepare<[], number | null>('SELECT MIN(next_at) FROM countdown WHERE next_at IS NOT NULL')
      .pluck()
      .get();
    const wait = next == null ? LONGEST_SLEEP : Math.min(LONGEST_SLEEP, Math.max(0, next - this.#clock.wall()));
    this.#armed = this.#clock.after(wait, () => this.evaluate());
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
