import type { Logger } from 'pino';
import type { Millis } from '#shared/base/clock.ts';
import type { Disposable } from '#shared/base/disposable.ts';
import type { Database } from '../storage/database.ts';
import type { ServiceClock } from '../system-clock.ts';
import type { Images } from './images.ts';

export const DAY: Millis = 86_400_000;
const EVERY: Millis = 3_600_000;
/** So many commits are cleared away in one transaction: nobody waits long for it. */
const PART = 2_000;

interface Parts {
  readonly database: Database;
  readonly clock: ServiceClock;
  readonly images: Images;
  readonly log: Logger;
  /** How long the log is kept. */
  readonly keepLogDays: number;
}

/**
 * Clears away the part of the log that is older than agreed. The log has no times: once a day it is written down how far each stream
 * is. A desk that was away for longer takes an image, so nothing goes before an image holds what it told.
 */
export class Retention implements Disposable {
  readonly #parts: Parts;
  #timer: Disposable | null = null;
  #closed = false;
  #running: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Now, and every hour from now on. */
  start(): void {
    const { clock, log } = this.#parts;
    this.#timer = clock.after(EVERY, () => {
      this.#running = this.run()
        .catch((error: unknown) => {
          // The database may be away: the next time is soon.
          log.warn({ name: error instanceof Error ? error.name : 'unknown' }, 'the log could not be looked through');
        })
        .finally(() => !this.#closed && this.start());
    });
  }

  dispose(): void {
    this.#closed = true;
    this.#timer?.dispose();
  }

  /** When nothing of it works on the database any more. */
  async rest(): Promise<void> {
    this.dispose();
    await this.#running;
  }

  async run(): Promise<void> {
    const { database, images } = this.#parts;
    const streams = await database.all('SELECT id, head FROM stream ORDER BY id');
    for (const { id, head } of streams) {
      await this.#note(String(id), Number(head));
      await this.#shorten(String(id));
      if (this.#closed) return;
    }
    await images.tidy();
  }

  async #note(stream: string, head: number): Promise<void> {
    const { database, clock } = this.#parts;
    const now = clock.wall();
    const [last] = await database.all(
      'SELECT seq, at FROM milestone WHERE stream = $1 ORDER BY at DESC, seq DESC LIMIT 1',
      [stream],
    );
    if (last !== undefined && (Number(last.seq) === head || Number(last.at) > now - DAY)) return;
    await database.all('INSERT INTO milestone (stream, seq, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
      ...[stream, head, now],
    ]);
  }

  async #shorten(stream: string): Promise<void> {
    const { database, clock, images, keepLogDays, log } = this.#parts;
    const until = await this.#oldest(stream, clock.wall() - keepLogDays * DAY);
    if (until === 0) return;
    const [row] = await database.all('SELECT min(seq) AS first FROM log WHERE stream = $1', [stream]);
    const first = Number(row?.first ?? Number.MAX_SAFE_INTEGER);
    if (first > until) return;
    if (!(await images.covers(stream, until))) {
      log.error({ code: 'log-kept' }, 'old commits are kept: no image holds what they told');
      return;
    }
    for (let to = first - 1; to < until && !this.#closed;) {
      to = Math.min(until, to + PART);
      await database.all('DELETE FROM log WHERE stream = $1 AND seq <= $2', [stream, to]);
    }
    log.info({ code: 'log-shortened', commits: until - first + 1 }, 'old commits were cleared away');
  }

  /** How far the stream was at a time; what was written down before it is of no use any more. */
  async #oldest(stream: string, at: number): Promise<number> {
    const { database } = this.#parts;
    const [row] = await database.all('SELECT max(seq) AS seq FROM milestone WHERE stream = $1 AND at <= $2', [
      ...[stream, at],
    ]);
    const seq = Number(row?.seq ?? 0);
    await database.all('DELETE FROM milestone WHERE stream = $1 AND seq < $2', [stream, seq]);
    return seq;
  }
}
