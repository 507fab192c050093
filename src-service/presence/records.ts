import type { EpochMs, Millis } from '#shared/base/clock.ts';
import { PRESENCE } from '#shared/contract/sync.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import type { Database, SqlRow } from '../storage/database.ts';

/** Services on one database may differ by so much; what is said to last longer is of a clock that was set. */
const CLOCKS_DIFFER: Millis = 60_000;

/** That a desk is on a case. Each is gone by itself when it is not said again. */
export interface Present {
  readonly stream: string;
  readonly caseId: string;
  readonly device: string;
  readonly name: string;
}

const COLUMNS = 'stream, matter AS "caseId", device, name';
const alive = (now: EpochMs): readonly [EpochMs, EpochMs] => [now, now + PRESENCE.life + CLOCKS_DIFFER];

const presentOf = ({ stream, caseId, device, name }: SqlRow): Present => ({
  ...{ stream: String(stream), caseId: String(caseId) },
  ...{ device: String(device), name: String(name) },
});

const places = (values: readonly string[], from: number): string =>
  values.map((_, at) => `$${String(at + from)}`).join(', ');

/**
 * Notes where a desk is, and nothing else of it; `true` when it was elsewhere before. A case that this service has is in its own stream, and only told if that was granted;
 * one that was not sent yet is taken to come into the stream into which the desk writes.
 */
export async function notePresence(
  database: Database,
  { id, home, grants }: DeviceState,
  { name, cases }: { readonly name: string; readonly cases: readonly string[] },
  now: EpochMs,
): Promise<boolean> {
  // In one order, so that two who say the same do not wait for each other.
  const wanted = [...new Set(cases)].sort();
  return database.atomically(async (sql) => {
    const kept = wanted.length === 0 ? '' : ` AND matter NOT IN (${places(wanted, 2)})`;
    const left = await sql.all(`DELETE FROM presence WHERE device = $1${kept} RETURNING matter`, [id, ...wanted]);
    let moved = left.length > 0;
    if (wanted.length === 0) return moved;
    const known = await sql.all(
      `SELECT id, stream FROM projection WHERE entity = 'case' AND id IN (${places(wanted, 1)})`,
      wanted,
    );
    const streams = new Map(known.map((row) => [String(row.id), String(row.stream)]));
    for (const matter of wanted) {
      const stream = streams.get(matter) ?? home;
      if (!Object.hasOwn(grants, stream)) continue;
      const [row] = await sql.all(
        `INSERT INTO presence (device, matter, stream, name, since, until) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (device, matter) DO UPDATE SET stream = $3, name = $4, until = $6 RETURNING since`,
        [id, matter, stream, name, now, now + PRESENCE.life],
      );
      moved ||= Number(row?.since) === now;
    }
    return moved;
  });
}

/** Everybody who is on a case of this desk, itself included. */
export async function presentBeside(database: Database, device: string, now: EpochMs): Promise<readonly Present[]> {
  const rows = await database.all(
    `SELECT ${COLUMNS} FROM presence WHERE until > $2 AND until <= $3
     AND matter IN (SELECT matter FROM presence WHERE device = $1) ORDER BY since, device`,
    [device, ...alive(now)],
  );
  return rows.map(presentOf);
}

/** Everybody who is on a case on which somebody else is too. */
export async function presentTogether(database: Database, now: EpochMs): Promise<readonly Present[]> {
  const rows = await database.all(
    `SELECT ${COLUMNS} FROM (
       SELECT presence.*, count(*) OVER (PARTITION BY stream, matter) AS together FROM presence
       WHERE until > $1 AND until <= $2
     ) AS alive WHERE together > 1 ORDER BY since, device`,
    alive(now),
  );
  return rows.map(presentOf);
}

/** Always so many places, so that it is one statement for any number of desks. */
const FORGOTTEN_AT_ONCE = 100;
const FORGET = `DELETE FROM presence WHERE until < $1 AND device IN (${places(Array<string>(FORGOTTEN_AT_ONCE).fill(''), 2)})`;

/** Desks are nowhere any more, unless they have said otherwise since. */
export async function forgetPresence(database: Database, devices: readonly string[], since: EpochMs): Promise<void> {
  for (let at = 0; at < devices.length; at += FORGOTTEN_AT_ONCE) {
    const some = Array.from({ length: FORGOTTEN_AT_ONCE }, (_, place) => devices[at + place] ?? null);
    await database.all(FORGET, [since + PRESENCE.life, ...some]);
  }
}

/** What is over is not kept: it is a trace of who worked when. */
export async function dropOver(database: Database, now: EpochMs): Promise<void> {
  const [from, to] = alive(now);
  await database.all('DELETE FROM presence WHERE until <= $1 OR until > $2', [from, to]);
}
