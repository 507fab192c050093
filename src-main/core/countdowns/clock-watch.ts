import type { Clock, EpochMs, Millis } from '#shared/base/clock.ts';
import { storageFailure } from '../database/failure.ts';
import type { Sqlite } from '../database/open.ts';

/**
 * What counts as somebody setting the clock. Below it lie the resolution of the time since boot (a second on macOS) and the
 * small steps of a time server, which no countdown needs to hear of.
 */
const TOLERANCE: Millis = 2_500;
/** The pair on disk is refreshed this often: after a reboot it shows whether the clock went back. */
const REFRESH: Millis = 60_000;

/** Both clocks at one moment. */
export interface Anchor {
  readonly bootId: string | null;
  readonly sinceBoot: Millis;
  readonly wall: EpochMs;
}

/**
 * Notices when the wall clock was set, by comparing it with the time since boot, which counts sleep and cannot be set. The pair
 * is kept on disk: a clock that was set while the desk was not running is noticed too, as long as the machine was not restarted.
 * After a restart of the machine only a clock that went back can be noticed; the time away is then taken as nothing.
 */
export class ClockWatch {
  readonly #database: Sqlite;
  readonly #clock: Clock;
  #anchor: Anchor | null;
  #storedAt: EpochMs | null = null;
  /** What was known before the last `commit`. */
  #before: { readonly anchor: Anchor | null; readonly storedAt: EpochMs | null } | null = null;

  constructor(database: Sqlite, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#anchor = storedAnchor(database);
  }

  /** By how much the wall clock was set since the last look; 0 when it was not. */
  check(): Millis {
    const seen = this.#read();
    const shift = this.#anchor === null ? 0 : shiftBetween(this.#anchor, seen);
    if (shift === 0) {
      this.#anchor = seen;
      if (this.#storedAt === null || Math.abs(seen.wall - this.#storedAt) >= REFRESH) this.#refresh(seen);
    }
    return shift;
  }

  /** The shift was followed; call inside the transaction that did it. */
  commit(now: EpochMs): void {
    const seen = { ...this.#read(), wall: now };
    this.#before = { anchor: this.#anchor, storedAt: this.#storedAt };
    this.#anchor = seen;
    this.#store(seen);
  }

  /** The transaction that followed the shift failed: the next look finds it again. */
  forget(): void {
    if (this.#before === null) return;
    this.#anchor = this.#before.anchor;
    this.#storedAt = this.#before.storedAt;
    this.#before = null;
  }

  #refresh(anchor: Anchor): void {
    try {
      this.#store(anchor);
    } catch (error) {
      // The disk refuses: the anchor on it is only older than it could be, and the next look tries again.
      if (storageFailure(error) === null) throw error;
    }
  }

  #read(): Anchor {
    return { bootId: this.#clock.bootId(), sinceBoot: this.#clock.sinceBoot(), wall: this.#clock.wall() };
  }

  #store(anchor: Anchor): void {
    this.#database
      .prepare(
        `INSERT INTO clock_anchor (only_row, boot_id, since_boot, wall) VALUES (1, @bootId, @sinceBoot, @wall)
         ON CONFLICT (only_row) DO UPDATE SET boot_id = @bootId, since_boot = @sinceBoot, wall = @wall`,
      )
      .run(anchor);
    this.#storedAt = anchor.wall;
  }
}

/** The anchor of an earlier run. Where boots have no name, it cannot be told to be of this one. */
export function storedAnchor(database: Sqlite): Anchor | null {
  const row = database
    .prepare<[], Anchor>('SELECT boot_id AS bootId, since_boot AS sinceBoot, wall FROM clock_anchor')
    .get();
  return row === undefined ? null : { ...row, bootId: row.bootId ?? 'a boot without a name' };
}

/** By how much the wall clock was set between two moments, as far as that can be known; 0 within the tolerance. */
export function shiftBetween(before: Anchor, now: Anchor): Millis {
  const sameBoot = before.bootId === now.bootId && now.sinceBoot >= before.sinceBoot;
  if (sameBoot) {
    const shift = Math.round(now.wall - before.wall - (now.sinceBoot - before.sinceBoot));
    return Math.abs(shift) > TOLERANCE ? shift : 0;
  }
  const back = now.wall - before.wall;
  return back < 0 ? back : 0;
}
