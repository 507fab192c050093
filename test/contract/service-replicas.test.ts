import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExchangeRequest } from '#shared/domain/sync/exchange.ts';
import { CHAIN_START, hashOp, type Op } from '#shared/domain/sync/op.ts';
import { Random } from '#kit/random.ts';
import { openNewPostgres } from '#kit/service/databases.ts';
import { customer } from '#kit/service/http-desk.ts';
import { startPostgres, type PostgresServer } from '#kit/service/postgres.ts';
import { sha256 } from '#kit/service/random-desk.ts';
import type { Database } from '../../src-service/storage/database.ts';
import { DatabaseAway } from '../../src-service/storage/database.ts';
import { desk, expectSound, START, TestService } from './service-store.ts';

const WRITERS = 16;
const PUSHES = 30;

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

/** A desk that pushes one op at a time until the service has them all, whatever breaks in between. */
async function write(service: () => TestService, device: string, random: Random): Promise<void> {
  let prev = CHAIN_START;
  for (let seq = 1; seq <= PUSHES;) {
    const body = customer(`${device}-${String(seq)}`);
    const edit = { entity: 'customer', id: `${device}-1`, kind: 'update', body: { surname: String(seq) } } as const;
    const change = seq > 1 && random.chance(0.5) ? edit : body;
    const op: Op = { ...change, seq, wall: START + seq, counter: 0, last: true, stream: 'branch:hz', base: 0 };
    const hash = hashOp(device, op, prev, sha256);
    const request: ExchangeRequest = {
      ...{ device, now: START, epoch: null, cursors: {}, acknowledged: seq - 1, testimony: [] },
      push: { ops: [op], prev },
    };
    // The reply may be lost with the connection: the same op is sent until it is answered for.
    while (!(await answered(service(), request))) continue;
    prev = hash;
    seq += 1;
  }
}

async function answered(service: TestService, request: ExchangeRequest): Promise<boolean> {
  try {
    const reply = await service.exchange(request);
    return reply.kind === 'exchanged' && reply.lastSeq >= request.push!.ops[0]!.seq;
  } catch (error) {
    if (error instanceof DatabaseAway) return false;
    throw error;
  }
}

/** Begins transactions that come to nothing, in the middle of the others. */
async function rollBack(database: Database, until: () => boolean): Promise<number> {
  let count = 0;
  for (; !until(); count += 1) {
    await database
      .transaction(async (transaction) => {
        await transaction.commit([{ stream: 'branch:hz', at: (_seq, digest) => ({ rows: [], entries: [], digest }) }]);
        throw new Error('came to nothing');
      })
      .catch(() => undefined);
  }
  return count;
}

/** Kills the connections of the services, one after the other, as an administrator or a crash would. */
async function kill(url: string, until: () => boolean): Promise<number> {
  const client = new pg.Client(url);
  await client.connect();
  let count = 0;
  while (!until()) {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'zuoxi-service' AND state <> 'idle' ORDER BY random() LIMIT 1`,
    );
    count += rowCount ?? 0;
    await client.query('SELECT pg_sleep(0.02)');
  }
  await client.end();
  return count;
}

/** Reads a feed as a desk does: what comes after the last number that it has seen. */
async function follow(page: (after: number) => Promise<readonly number[]>, until: () => boolean): Promise<Set<number>> {
  const seen = new Set<number>();
  let cursor = 0;
  for (let last = false; ;) {
    const more = await page(cursor);
    for (const seq of more) seen.add(seq);
    cursor = more.at(-1) ?? cursor;
    if (last && more.length === 0) return seen;
    last = until();
  }
}

test('two services, sixteen writers, rollbacks and killed connections: a cursor misses nothing, every op is done once', async () => {
  const opened = await openNewPostgres(server);
  const replicas = [opened.database, await opened.again!(), await opened.again!()];
  const services = replicas.map((database) => new TestService(database));
  const ids = Array.from({ length: WRITERS }, (_, at) => `w${String(at)}`);
  await services[0]!.begin(...ids.map((id) => desk(id)));
  const random = new Random(7);
  let done = false;
  const until = (): boolean => done;
  const page = async (after: number): Promise<readonly number[]> => {
    try {
      return [...new Set((await replicas[2]!.entries('branch:hz', after, 50)).map(({ seq }) => seq))];
    } catch (error) {
      if (error instanceof DatabaseAway) return [];
      throw error;
    }
  };
  const reader = follow(page, until);
  const breaking = Promise.all([rollBack(replicas[0]!, until), kill(server.url, until)]);
  await Promise.all(ids.map((id) => write(() => services[random.between(0, 1)]!, id, random)));
  done = true;
  const [[rolledBack, killed], seen] = [await breaking, await reader];
  const [{ head }] = (await opened.database.all('SELECT head FROM stream')) as unknown as readonly [{ head: number }];
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: head }, (_, at) => at + 1));
  expect(await opened.database.all('SELECT count(*) AS n FROM op')).toEqual([{ n: WRITERS * PUSHES }]);
  expect(await opened.database.all('SELECT count(*) AS n FROM quarantine')).toEqual([{ n: 0 }]);
  expect(Math.min(rolledBack, killed)).toBeGreaterThan(0);
  await expectSound(opened.database);
  await opened.dispose();
});

test('the number that PostgreSQL gives by itself would make the same reader miss rows', async () => {
  const pool = new pg.Pool({ connectionString: await server.newDatabase(), max: WRITERS + 1 });
  // The server stops while the last connections are still closing.
  pool.on('error', () => undefined);
  await pool.query('CREATE TABLE feed (seq bigserial PRIMARY KEY)');
  const random = new Random(7);
  let done = false;
  const page = async (after: number): Promise<readonly number[]> => {
    const { rows } = await pool.query<{ seq: string }>('SELECT seq FROM feed WHERE seq > $1 ORDER BY seq LIMIT 50', [
      after,
    ]);
    return rows.map(({ seq }) => Number(seq));
  };
  const reader = follow(page, () => done);
  const writer = async (): Promise<void> => {
    for (let at = 0; at < PUSHES; at += 1) {
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query('INSERT INTO feed DEFAULT VALUES');
      // What a transaction does besides.
      await client.query('SELECT pg_sleep($1)', [random.between(0, 4) / 1_000]);
      await client.query(random.chance(0.1) ? 'ROLLBACK' : 'COMMIT');
      client.release();
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  done = true;
  const seen = await reader;
  const { rows } = await pool.query<{ n: number }>('SELECT count(*)::int AS n FROM feed');
  expect(seen.size).toBeLessThan(rows[0]!.n);
  await pool.end();
});
