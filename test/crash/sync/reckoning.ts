import { setTimeout as rest } from 'node:timers/promises';
import { openDatabase } from '#core/database/open.ts';
import { value } from '#kit/desk.ts';
import { auditDesk } from './audit-desk.ts';
import { auditService } from './audit-service.ts';
import { Gone } from './desk-process.ts';
import type { House } from './house.ts';
import { DESK_KEY, type Seat } from './seat.ts';
import { isAtRest, standingOf, type Standing } from './standing.ts';

/** Only ends a run that hangs, in ms: a desk that is not at rest by then is stuck. */
const STUCK_AFTER = 60_000;

const MOST_TRIES = 5;

/** A desk that ended by itself does nothing more that could be waited for. */
export async function until(seats: readonly Seat[], holds: () => boolean): Promise<void> {
  while (!holds()) {
    const faults = seats.flatMap((seat) => seat.faults);
    if (faults.length > 0) throw new Error(faults.join('\n'));
    await rest(2);
  }
}

interface Found {
  readonly rows: number;
  readonly faults: readonly string[];
}

/** Lets all come to rest, kills everything once more, and compares what lies on the disks. */
export async function reckoning(house: House, seats: readonly Seat[]): Promise<Found> {
  const stuck = await stopAtRest(seats, onDisk);
  const database = await house.records();
  try {
    const service = await auditService(database);
    const integrity = house.onSqlite ? await database.all('PRAGMA integrity_check') : [];
    const broken = integrity.map((row) => String(Object.values(row)[0])).filter((verdict) => verdict !== 'ok');
    const desks = seats.flatMap((seat) => auditDesk(seat, service));
    return { rows: service.rows.size, faults: [...stuck, ...broken, ...service.faults, ...desks] };
  } finally {
    await database.close();
  }
}

/** What is needed of a desk to stop it. */
interface Stopped {
  readonly desk: { standing(): Promise<Standing> };
  kill(): Promise<void>;
  restart(): void;
}

/**
 * Kills all at a moment at which nothing is on its way between them. A desk writes by itself too, as when a target is due: one that
 * did so between its answer and its end comes to rest once more, with the others. What keeps them from it is given back.
 */
export async function stopAtRest<S extends Stopped>(
  seats: readonly S[],
  left: (seat: S) => Standing,
): Promise<readonly string[]> {
  for (let tries = 1; ; tries += 1) {
    const stuck = await comeToRest(seats);
    for (const seat of seats) await seat.kill();
    if (stuck.length > 0 || tries === MOST_TRIES || areTogether(seats.map(left))) return stuck;
    for (const seat of seats) seat.restart();
  }
}

function onDisk({ folder }: Seat): Standing {
  const database = value(openDatabase(folder.path, Buffer.from(DESK_KEY, 'hex')));
  try {
    return standingOf(database);
  } finally {
    database.close();
  }
}

function areTogether(standings: readonly Standing[]): boolean {
  const [first, ...others] = standings.map(({ cursors }) => JSON.stringify(cursors));
  const haveWritten = standings.every((standing) => isAtRest(standing) && standing.written > 0);
  return haveWritten && others.every((cursors) => cursors === first);
}

/** Waits until both have said all and heard all; what they say is asked of them, so that no guess about time is made. */
async function comeToRest(seats: readonly Pick<Stopped, 'desk'>[]): Promise<readonly string[]> {
  const patience = AbortSignal.timeout(STUCK_AFTER);
  for (;;) {
    const standings = await Promise.all(
      seats.map((seat) =>
        seat.desk.standing().catch((error: unknown) => {
          if (error instanceof Gone) return null;
          throw error;
        }),
      ),
    );
    const answered = standings.filter((standing) => standing !== null);
    if (answered.length === standings.length && areTogether(answered)) return [];
    if (patience.aborted || answered.length < standings.length) return [`stuck: ${JSON.stringify(standings)}`];
    await rest(20);
  }
}
