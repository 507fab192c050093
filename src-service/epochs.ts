import type { EpochMs } from '#shared/base/clock.ts';
import type { Database } from './storage/database.ts';
import type { Randomness } from './randomness.ts';

interface Parts {
  readonly database: Database;
  readonly random: Randomness;
  readonly now: () => EpochMs;
}

/** Begins the first life of a new service. */
export async function ensureEpoch(parts: Parts): Promise<void> {
  const epochs = await parts.database.epochs();
  if (epochs.length === 0) await beginEpoch(parts, null);
}

/**
 * Begins another life after `present`: a backup was put back. Desks then tell what it lost and send again what they have. `false`
 * when somebody else has begun one meanwhile.
 */
export async function beginEpoch({ database, random, now }: Parts, present: string | null): Promise<boolean> {
  const id = random.uuid();
  try {
    return await database.atomically(async (sql) => {
      const [last] = await sql.all('SELECT number, id FROM epoch ORDER BY number DESC LIMIT 1');
      if ((last?.id ?? null) !== present) return false;
      const streams = await sql.all('SELECT id, head FROM stream ORDER BY id');
      const heads = JSON.stringify(
        Object.fromEntries(streams.map(({ id: stream, head }) => [String(stream), Number(head)])),
      );
      const number = Number(last?.number ?? 0) + 1;
      await sql.all('INSERT INTO epoch (number, id, heads, began_at) VALUES ($1, $2, $3, $4)', [
        number,
        id,
        heads,
        now(),
      ]);
      return true;
    });
  } catch (error) {
    // Two began the same number at once: the other one did it.
    if ((await database.epochs()).at(-1)?.id !== present) return false;
    throw error;
  }
}

/**
 * Whether a desk has seen more of the present life than there is: the service was restored from a backup and nobody said so.
 */
export function saysRestored(
  asked: {
    readonly epoch: string | null;
    readonly cursors: Readonly<Record<string, number>>;
    readonly acknowledged: number;
  },
  present: {
    readonly epoch: string;
    readonly heads: ReadonlyMap<string, { readonly head: number }>;
    readonly lastSeq: number;
  },
): boolean {
  if (asked.epoch !== present.epoch) return false;
  const beyond = Object.entries(asked.cursors).some(([stream, seq]) => seq > (present.heads.get(stream)?.head ?? 0));
  return beyond || asked.acknowledged > present.lastSeq;
}
