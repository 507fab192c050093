import { DatabaseAway } from '../database.ts';

/**
 * The transaction was undone, not refused: somebody else made the same row meanwhile, or each waited for the other. The work is
 * done again from its start.
 */
export class Again extends Error {
  /** Whether it has to be alone then: see `Turn`. */
  readonly alone: boolean;

  constructor(alone = false) {
    super('the transaction has to be done again');
    this.alone = alone;
  }
}

/** Deadlock, serialization failure, lock not available. */
const UNDONE = new Set(['40P01', '40001', '55P03']);
/** Classes of errors in which the server or the way to it is gone: connection, shutdown, resources. */
const AWAY = /^(08|57P|53)/u;
const BROKEN_WAY = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

/** What an error of the driver means to us. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Again) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (UNDONE.has(code)) return new Again();
  const lost =
    AWAY.test(code) || BROKEN_WAY.has(code) || /terminated|timeout exceeded|not queryable/iu.test(error.message);
  return lost ? new DatabaseAway(error.message) : error;
}
