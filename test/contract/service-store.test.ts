import { afterEach, beforeAll, afterAll, describe, expect, test } from 'vitest';
import type { ExchangeReply } from '#shared/domain/sync/exchange.ts';
import { CHAIN_START, hashOp, nameFrom, type Change, type Op } from '#shared/domain/sync/op.ts';
import { openNewPostgres, openNewSqlite, type Opened } from '#kit/service/databases.ts';
import { startPostgres, type PostgresServer } from '#kit/service/postgres.ts';
import { customer } from '#kit/service/http-desk.ts';
import { sha256 } from '#kit/service/random-desk.ts';
import { revokeDevice } from '../../src-service/identity/devices.ts';
import { contentOf, desk, expectSound, START, TestService } from './service-store.ts';

let server: PostgresServer;
let opened: Opened;

beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());
afterEach(() => opened.dispose());

/** Ops of one desk from the first on, each a transaction of its own. */
function opsOf(
  device: string,
  changes: readonly Change[],
  from = 1,
  prev = CHAIN_START,
): { ops: readonly Op[]; hash: string } {
  let hash = prev;
  const ops = changes.map((change, at): Op => {
    const op = { ...change, seq: from + at, wall: START + at, counter: 0, last: true, stream: 'branch:hz', base: 0 };
    hash = hashOp(device, op, hash, sha256);
    return op;
  });
  return { ops, hash };
}

describe.each([
  ['SQLite', () => openNewSqlite()],
  ['PostgreSQL', () => openNewPostgres(server)],
] as const)('%s', (_name, open) => {
  async function begun(): Promise<TestService> {
    opened = await open();
    const service = new TestService(opened.database);
    await service.begin(desk('d1'), desk('d2'), desk('d3', 'sh'));
    return service;
  }

  const push = (service: TestService, device: string, changes: readonly Change[]): Promise<ExchangeReply> =>
    service.exchange({
      ...{ device, now: service.now, epoch: null, cursors: {}, acknowledged: 0, testimony: [] },
      push: { prev: CHAIN_START, ops: opsOf(device, changes).ops },
    });

  test('a transaction that fails leaves nothing behind', async () => {
    const service = await begun();
    const before = await contentOf(opened.database);
    const failing = opened.database.transaction(async (transaction) => {
      const device = await transaction.lockDevice('d1');
      await transaction.saveDevice({ ...device!, lastSeq: 9, lastHash: 'x', lastContact: 9 });
      await transaction.noteOps(
        opsOf('d1', [customer('c')]).ops.map((op) => ({ op, device: 'd1', hash: 'h', bounded: op })),
      );
      await transaction.commit([{ stream: 'branch:hz', at: (_seq, digest) => ({ rows: [], entries: [], digest }) }]);
      throw new Error('in the middle');
    });
    await expect(failing).rejects.toThrow('in the middle');
    expect(await contentOf(opened.database)).toEqual(before);
    expect(await push(service, 'd1', [customer('c1')])).toMatchObject({ lastSeq: 1, heads: { 'branch:hz': 1 } });
  });

  test('nobody sees a transaction before its end', async () => {
    const service = await begun();
    const seen: unknown[] = [];
    const look = async (): Promise<void> => {
      seen.push(
        [...(await opened.database.heads(['branch:hz'])).values()],
        await opened.database.entries('branch:hz', 0, 9),
      );
    };
    await opened.database.transaction(async (transaction) => {
      await transaction.lockDevice('d1');
      await transaction.commit([{ stream: 'branch:hz', at: (_seq, digest) => ({ rows: [], entries: [], digest }) }]);
      await look();
    });
    expect(seen.flat()).toEqual([]);
    expect(service.now).toBe(START);
  });

  test('a page of the log ends where a commit ends, also when one commit is larger', async () => {
    const service = await begun();
    const many = (name: string, count: number): readonly Change[] =>
      Array.from({ length: count }, (_, at) => customer(`${name}${String(at)}`));
    await push(service, 'd1', many('a', 3));
    await push(service, 'd2', many('b', 5));
    await service.exchange({
      ...{ device: 'd1', now: service.now, epoch: null, cursors: {}, acknowledged: 3, testimony: [] },
      push: {
        prev: opsOf('d1', many('a', 3)).hash,
        ops: opsOf('d1', many('c', 2), 4, opsOf('d1', many('a', 3)).hash).ops,
      },
    });
    const pages = async (limit: number): Promise<readonly number[]> => {
      const sizes: number[] = [];
      for (let seq = 0; seq < 3;) {
        const entries = await opened.database.entries('branch:hz', seq, limit);
        sizes.push(entries.length);
        seq = entries.at(-1)!.seq;
      }
      return sizes;
    };
    const all = async (): Promise<unknown> => [await pages(100), await pages(9), await pages(7), await pages(1)];
    const committed = await opened.database.entries('branch:hz', 0, 100);
    expect(await all()).toEqual([[10], [8, 2], [3, 7], [3, 5, 2]]);
    // After a plain statement nothing is known but what is on the disk.
    await opened.database.all('SELECT 1 AS one');
    expect(await opened.database.entries('branch:hz', 0, 100)).toEqual(committed);
    expect(await all()).toEqual([[10], [8, 2], [3, 7], [3, 5, 2]]);
    expect(await opened.database.entries('branch:hz', 3, 5)).toEqual([]);
    expect(await opened.database.entries('nowhere', 0, 5)).toEqual([]);
  });

  test('an op that waits is taken when its row comes, in the order in which it came', async () => {
    const service = await begun();
    const surname = (text: string): Change => ({
      entity: 'customer',
      id: 'c',
      kind: 'update',
      body: { surname: text },
    });
    await push(service, 'd2', [surname('first'), surname('second')]);
    expect((await opened.database.quarantined('d2', 0)).map(({ reason }) => reason)).toEqual(['waiting', 'waiting']);
    expect(await opened.database.quarantined('d2', 1)).toHaveLength(1);
    await push(service, 'd1', [customer('c')]);
    expect(await opened.database.quarantined('d2', 0)).toEqual([]);
    const [row] = await opened.database.all(`SELECT state FROM projection WHERE entity = 'customer'`);
    expect(String(row!.state)).toContain('second');
  });

  test('revoking a desk and what it sends meanwhile do not undo each other', async () => {
    const service = await begun();
    await Promise.all([push(service, 'd1', [customer('c1')]), revokeDevice(opened.database, 'd1', START)]);
    expect(await opened.database.device('d1')).toMatchObject({ revoked: true });
    const told = await opened.database.all(
      'SELECT (SELECT count(*) FROM projection) + (SELECT count(*) FROM quarantine) AS n',
    );
    expect(told).toEqual([{ n: 1 }]);
  });

  test('what a revoked desk tells a restored service is kept once, and changes nothing', async () => {
    const service = await begun();
    await push(service, 'd1', [customer('c1')]);
    const { values, made } = (await opened.database.entries('branch:hz', 0, 9))[0]!;
    await service.restore();
    await revokeDevice(opened.database, 'd2', START);
    const epoch = (await opened.database.epochs()).at(-1)!.id;
    const later = { ...made!, wall: START + 5, name: 'another op' };
    const about = { entity: 'customer', stream: 'branch:hz', made: made! };
    const known = { ...about, id: 'c1', values: { ...values, surname: '王' }, stamps: { surname: later } };
    const lost = { ...about, id: 'c2', values: values!, stamps: {} };
    const before = (await contentOf(opened.database)).projection;
    const tell = () =>
      service.exchange({
        ...{ device: 'd2', now: service.now, epoch, cursors: {}, acknowledged: 0, push: null },
        testimony: [known, lost],
      });
    expect([await tell(), await tell()]).toEqual(Array(2).fill({ kind: 'revoked', epoch, forks: null }));
    const aside = await opened.database.all('SELECT op FROM quarantine ORDER BY arrival');
    expect(aside.map(({ op }) => JSON.parse(String(op)) as unknown)).toMatchObject([
      { kind: 'update', id: 'c1', body: { surname: '王' } },
      { kind: 'insert', id: 'c2', body: values },
    ]);
    expect((await contentOf(opened.database)).projection).toEqual(before);
  });

  test('which ops were taken in is known by their names, also those of this transaction', async () => {
    const service = await begun();
    await push(service, 'd1', [customer('c1')]);
    const name = nameFrom(opsOf('d1', [customer('c1')]).hash);
    const known = await opened.database.transaction(async (transaction) => {
      await transaction.noteOps([
        { op: opsOf('d2', [customer('c2')]).ops[0]!, device: 'd2', hash: 'h', bounded: { wall: 0, counter: 0 } },
      ]);
      return transaction.takenOf([name, 'h', 'unknown']);
    });
    expect([...known].sort()).toEqual(
      [
        [name, { device: 'd1', seq: 1 }],
        ['h', { device: 'd2', seq: 1 }],
      ].sort(),
    );
  });

  test('many desks at once: every op is done once and no number is missing', async () => {
    const service = await begun();
    const ids = Array.from({ length: 16 }, (_, at) => `w${String(at)}`);
    await service.begin(...ids.map((id) => desk(id)));
    await Promise.all(
      ids.flatMap((id) => {
        // All make the same customer and edit it: one makes it, the others are told.
        const changes = [customer('shared'), customer(`own-${id}`)];
        const edit: Change = { entity: 'customer', id: 'shared', kind: 'update', body: { surname: id } };
        return [push(service, id, [...changes, edit]), push(service, id, [...changes, edit])];
      }),
    );
    const { database } = opened;
    expect(await database.all('SELECT count(*) AS n FROM op')).toEqual([{ n: 48 }]);
    expect(await database.all(`SELECT count(*) AS n FROM projection WHERE entity = 'customer'`)).toEqual([{ n: 17 }]);
    expect(await database.all(`SELECT count(*) AS n FROM quarantine WHERE reason = 'row-exists'`)).toEqual([{ n: 15 }]);
    await expectSound(database);
  });

  test('an op never waits for a row that was made at the same moment', async () => {
    const service = await begun();
    const pairs = Array.from({ length: 12 }, (_, at) => `p${String(at)}`);
    await service.begin(...pairs.flatMap((pair) => [desk(`a-${pair}`), desk(`b-${pair}`)]));
    await Promise.all(
      pairs.flatMap((pair) => [
        push(service, `b-${pair}`, [{ entity: 'customer', id: pair, kind: 'update', body: { surname: 'edited' } }]),
        push(service, `a-${pair}`, [customer(pair)]),
      ]),
    );
    expect(await opened.database.all('SELECT device, reason FROM quarantine')).toEqual([]);
    const rows = await opened.database.all(`SELECT state FROM projection WHERE entity = 'customer'`);
    expect(rows.filter(({ state }) => String(state).includes('edited'))).toHaveLength(12);
    await expectSound(opened.database);
  });

  test('the log and the ops cannot be rewritten', async () => {
    const service = await begun();
    await push(service, 'd1', [customer('c1')]);
    await expect(opened.database.all(`UPDATE log SET body = ''`)).rejects.toThrow('append-only');
    await expect(opened.database.all(`UPDATE op SET hash = ''`)).rejects.toThrow('append-only');
  });

  test('who asks after a commit is told of its streams', async () => {
    const service = await begun();
    const told: (readonly string[])[] = [];
    opened.database.onCommit((streams) => told.push(streams));
    await push(service, 'd1', [customer('c1')]);
    await push(service, 'd1', [customer('c1')]);
    expect(told).toEqual([['branch:hz']]);
  });
});
