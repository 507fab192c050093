import type { Millis } from '#shared/base/clock.ts';
import { ok } from '#shared/base/result.ts';
import type { Store } from '../database/store.ts';
import type { Log } from '../log.ts';
import type { Enrolled } from './status.ts';

const DAY: Millis = 86_400_000;
const HOUR: Millis = 3_600_000;
const USUAL_DAYS = 30;
/** So many in one transaction. */
const PART = 2_000;

/**
 * For how many days what the service has is kept here for a service that is restored from a backup (`ZUOXI_KEEP_SENT_DAYS`). A wrong
 * setting is told in the log, and the usual time is kept.
 */
export function keepSentDays(environment: Readonly<Record<string, string | undefined>>, log: Log): number {
  const told = environment.ZUOXI_KEEP_SENT_DAYS ?? '';
  if (told === '') return USUAL_DAYS;
  const days = Number(told);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  log.error({ code: 'setting-wrong', setting: 'ZUOXI_KEEP_SENT_DAYS' }, 'a setting is not valid, and not used');
  return USUAL_DAYS;
}

/**
 * Clears ops from the outbox whose results have come back, when they are old enough that no backup that is put back will lack them.
 * The rows stay, and are told to a restored service as before; only edit by edit it cannot be told any more (ADR 0015).
 */
export class SentOps {
  readonly #store: Store;
  readonly #log: Log;
  readonly #days: number;
  #looked = Number.NEGATIVE_INFINITY;

  constructor(parts: { readonly store: Store; readonly log: Log; readonly days?: number }) {
    this.#store = parts.store;
    this.#log = parts.log;
    this.#days = parts.days ?? USUAL_DAYS;
  }

  /** To be called when nothing else is to be done; looks once an hour. */
  clear({ status: { acknowledged, settled } }: Enrolled): void {
    const now = this.#store.now();
    if (!this.#store.database.open || Math.abs(now - this.#looked) < HOUR) return;
    this.#looked = now;
    const until = this.#until(Math.min(acknowledged, settled), now - this.#days * DAY);
    if (until === null) return;
    const cleared = this.#store.write(() => {
      // Where the chain goes on must not be lost with its ops.
      this.#store.journal.writeDown();
      return ok(this.#store.database.prepare('DELETE FROM outbox WHERE dev_seq <= ?').run(until).changes);
    });
    if (!cleared.ok) return;
    this.#log.info(
      { code: 'sent-ops-cleared', ops: cleared.value },
      'ops that the service has had for long were cleared',
    );
    if (cleared.value === PART) this.#looked = Number.NEGATIVE_INFINITY;
  }

  /** The last op that may go. The newest one always stays: it shows that the log has not lost its end. */
  #until(settled: number, before: number): number | null {
    const { database, journal } = this.#store;
    const end = Math.min(settled, journal.lastSeq() - 1);
    const first = database
      .prepare<[], { seq: number; wall: number }>(
        'SELECT dev_seq AS seq, clock_wall AS wall FROM outbox ORDER BY dev_seq LIMIT 1',
      )
      .get();
    if (first === undefined || first.seq > end || first.wall >= before) return null;
    const young = database
      .prepare<[object], number | null>(
        'SELECT min(dev_seq) FROM (SELECT dev_seq, clock_wall FROM outbox ORDER BY dev_seq LIMIT @part) WHERE clock_wall >= @before',
      )
      .pluck()
      .get({ part: PART, before });
    return Math.min(end, first.seq + PART - 1, (young ?? Number.MAX_SAFE_INTEGER) - 1);
  }
}
