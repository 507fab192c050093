import { setTimeout as rest } from 'node:timers/promises';
import { auditDesk } from './audit-desk.ts';
import { auditService } from './audit-service.ts';
import { Gone } from './desk-process.ts';
import type { House } from './house.ts';
import type { Seat } from './seat.ts';
import { isAtRest } from './standing.ts';

/** Only ends a run that hangs, in ms: a desk that is not at rest by then is stuck. */
const STUCK_AFTER = 60_000;

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
  const stuck = await comeToRest(seats);
  for (const seat of seats) await seat.kill();
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

/** Waits until both have said all and heard all; what they say is asked of them, so that no guess about time is made. */
async function comeToRest(seats: readonly Seat[]): Promise<readonly string[]> {
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
    const [first, ...others] = standings.map((standing) => JSON.stringify(standing?.cursors));
    const together = others.every((cursors) => cursors === first);
    if (together && standings.every((standing) => standing !== null && isAtRest(standing) && standing.written > 0))
      return [];
    if (patience.aborted || standings.includes(null)) return [`stuck: ${JSON.stringify(standings)}`];
    await rest(20);
  }
}
