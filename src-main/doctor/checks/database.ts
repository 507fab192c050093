import { hash } from 'node:crypto';
import { harden, type Sqlite } from '#core/database/open.ts';
import { CHAIN_START, hashOp, type Values } from '#shared/domain/sync/op.ts';
import type { Check } from '../check.ts';
import { ofDatabase } from '../check.ts';
import { fine, problem, skipped, warning, type Verdict } from '../finding.ts';

/** 6: the key opens the database, and this version knows its schema. */
export const databaseOpens: Check = {
  id: 'database-opens',
  run: ({ log }) => {
    switch (log.kind) {
      case 'open':
        return fine(log.live ? 'live' : 'copy', { version: log.version });
      case 'failed':
        return problem(log.code, log.facts);
      case 'none':
        return skipped('no-database');
      case 'no-key':
        return skipped('no-key');
      case 'key-elsewhere':
        return skipped('key-elsewhere');
      case 'no-room':
        return warning('no-room');
    }
  },
};

const FULL = 2;

/** 7: a commit that was answered survives a power cut. */
export const durability = ofDatabase('durability', (database, { log }) => {
  const journal = (): unknown => database.pragma('journal_mode', { simple: true });
  if (log.kind === 'open' && log.live) return journal() === 'wal' ? fine('live') : problem('not-granted');
  try {
    harden(database);
  } catch {
    return problem('not-granted');
  }
  const granted = journal() === 'wal' && database.pragma('synchronous', { simple: true }) === FULL;
  return granted ? fine('granted') : problem('not-granted');
});

/** 8: every page and index is whole, and no row points at one that is not there. */
export const integrity = ofDatabase('integrity', (database, { log }) => {
  // It reads everything in one go; the running desk could not tidy its log meanwhile.
  if (log.kind === 'open' && log.live) return skipped('desk-runs');
  try {
    const faults = database.pragma('integrity_check(100)') as readonly { integrity_check: string }[];
    if (faults.length !== 1 || faults[0]?.integrity_check !== 'ok') return problem('damaged', { count: faults.length });
  } catch {
    return problem('damaged', { count: 1 });
  }
  const orphans = database.pragma('foreign_key_check') as readonly unknown[];
  return orphans.length === 0 ? fine('whole') : problem('orphans', { count: orphans.length });
});

const sha256 = (text: string): string => hash('sha256', text);

interface Op {
  readonly dev_seq: number;
  readonly entity: string;
  readonly entity_id: string;
  readonly kind: 'insert' | 'update' | 'append';
  readonly body: string;
  readonly clock_wall: number;
  readonly clock_counter: number;
  readonly prev_hash: string;
  readonly hash: string;
  readonly origin: string | null;
}

const PAGE = 1_000;

/** 9: no change was lost, doubled, altered or rolled back. Read in pages, so that a running desk is not held up. */
export const outbox = ofDatabase('outbox', (database) => {
  const device = database.prepare<[], { id: string; last_seq: number; last_hash: string }>(
    'SELECT id, last_seq, last_hash FROM device',
  );
  const owner = device.get();
  if (owner === undefined) return skipped('no-database');
  const read = database.prepare<[number, number], Op>(
    'SELECT * FROM outbox WHERE dev_seq > ? ORDER BY dev_seq LIMIT ?',
  );
  let before: Op | null = null;
  for (let ops = read.all(0, PAGE); ops.length > 0; ops = read.all(ops.at(-1)?.dev_seq ?? 0, PAGE)) {
    for (const op of ops) {
      const fault = faultOf(op, before, owner.id);
      if (fault !== null) return fault;
      before = op;
    }
    if (ops.length < PAGE) break;
  }
  return endOf(database, before);
});

function faultOf(op: Op, before: Op | null, device: string): Verdict | null {
  const { dev_seq: seq, prev_hash: prev } = op;
  if (before !== null && seq !== before.dev_seq + 1) return problem('gap', { seq: before.dev_seq + 1 });
  const expected = before?.hash ?? (seq === 1 ? CHAIN_START : prev);
  if (prev !== expected) return problem('chain', { seq });
  const { entity, entity_id: id, kind, clock_wall: wall, clock_counter: counter, origin } = op;
  const said = { seq, wall, counter, entity, id, kind, body: bodyOf(op), ...(origin !== null && { origin }) };
  return hashOp(device, said, prev, sha256) === op.hash ? null : problem('altered', { seq });
}

function bodyOf({ body }: Op): Values {
  try {
    return JSON.parse(body) as Values;
  } catch {
    return {};
  }
}

/** What the device wrote down of the end of the log must still be in it; the log goes on from there. */
function endOf(database: Sqlite, last: Op | null): Verdict {
  const device = database
    .prepare<[], { last_seq: number; last_hash: string; hash: string | null }>(
      `SELECT last_seq, last_hash, (SELECT hash FROM outbox WHERE dev_seq = last_seq) AS hash FROM device`,
    )
    .get();
  const count = last?.dev_seq ?? 0;
  if (device === undefined || device.last_seq === 0) return fine('chained', { count });
  return device.hash === device.last_hash ? fine('chained', { count }) : problem('end', { seq: device.last_seq });
}
