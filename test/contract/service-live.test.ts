import { afterEach, expect, test } from 'vitest';
import { readLive } from '#shared/contract/sync.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import { CHAIN_START, hashOp, type Change, type Op } from '#shared/domain/sync/op.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { openNewSqlite, type Opened } from '#kit/service/databases.ts';
import { customer } from '#kit/service/http-desk.ts';
import { sha256 } from '#kit/service/random-desk.ts';
import { LiveHub, type Listener } from '../../src-service/live/hub.ts';
import { PresenceBoard } from '../../src-service/presence/board.ts';
import type { Database } from '../../src-service/storage/database.ts';
import { desk, TestService } from './service-store.ts';

const opened: Opened[] = [];
const hubs: LiveHub[] = [];
afterEach(async () => {
  for (const hub of hubs.splice(0)) hub.close();
  for (const each of opened.splice(0)) await each.dispose();
});

const STREAM = 'branch:hz';

/** The service answers the first who asks how far the streams are only when it is let. */
function slow(database: Database): { readonly database: Database; answer: () => void } {
  const wait = Promise.withResolvers<undefined>();
  let asked = 0;
  const heads: Database['heads'] = async (streams) => {
    asked += 1;
    if (asked === 1) await wait.promise;
    return database.heads(streams);
  };
  const proxy = new Proxy(database, {
    get: (target, name) => {
      if (name === 'heads') return heads;
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return { database: proxy, answer: () => wait.resolve(undefined) };
}

/** Hears in the place of a desk. */
function ear(device: string, told: Live[]): Listener {
  return {
    ...{ device, streams: [STREAM], until: Number.MAX_SAFE_INTEGER, end: () => undefined },
    send: (frame) => {
      const live = readLive(/^data: ?(.*)$/mu.exec(frame.toString())?.[1] ?? '');
      if (live.ok) told.push(live.value);
      return true;
    },
  };
}

/** A desk that sends each change by itself. */
class Writer {
  readonly #service: TestService;
  readonly #device: string;
  #seq = 0;
  #hash = CHAIN_START;

  constructor(service: TestService, device: string) {
    this.#service = service;
    this.#device = device;
  }

  async write(change: Change): Promise<void> {
    const { now } = this.#service;
    const acknowledged = this.#seq;
    this.#seq += 1;
    const op: Op = { ...change, seq: this.#seq, wall: now, counter: 0, last: true, stream: STREAM, base: 0 };
    const about = { device: this.#device, now, epoch: null, cursors: {}, acknowledged, testimony: [] };
    await this.#service.exchange({ ...about, push: { ops: [op], prev: this.#hash } });
    this.#hash = hashOp(this.#device, op, this.#hash, sha256);
  }
}

const rest = async (): Promise<void> => {
  for (let tick = 0; tick < 20; tick += 1) await new Promise(setImmediate);
};

test('what is left of a log whose beginning was cleared away is not told as if it followed on nothing', async () => {
  const fresh = await openNewSqlite();
  opened.push(fresh);
  const service = new TestService(fresh.database);
  await service.begin(desk('d1'), desk('d2'));
  const d1 = new Writer(service, 'd1');
  for (let seq = 1; seq <= 6; seq += 1) await d1.write(customer(`c${String(seq)}`));
  await fresh.database.all('DELETE FROM log WHERE stream = $1 AND seq <= 4', [STREAM]);
  const clock = new FakeClock();
  const { database, answer } = slow(fresh.database);
  const hub = new LiveHub(database, clock, new PresenceBoard(database, clock));
  hubs.push(hub);
  const told: Live[] = [];
  const joining = hub.join(ear('d2', told));
  await rest();
  // Something is committed while the desk joins.
  hub.touch([STREAM]);
  clock.pass(20);
  await rest();
  answer();
  await joining;
  for (const { prev: from, entries } of told) expect(entries[0]?.seq ?? from + 1).toBe(from + 1);
  expect(told.at(-1)).toMatchObject({ prev: 6, seq: 6, entries: [] });
});

test('who wrote all of a commit is told that it is there, and not what is in it', async () => {
  const { database } = await openNewSqlite().then((fresh) => (opened.push(fresh), fresh));
  const service = new TestService(database);
  await service.begin(desk('d1'), desk('d2'));
  const clock = new FakeClock();
  const hub = new LiveHub(database, clock, new PresenceBoard(database, clock));
  hubs.push(hub);
  const [first, second]: [Live[], Live[]] = [[], []];
  await hub.join(ear('d1', first));
  await hub.join(ear('d2', second));
  const told = async (): Promise<readonly (readonly [number, number, number])[]> => {
    clock.pass(20);
    await rest();
    return [first, second].map((heard) => {
      const { prev, seq, entries } = heard.at(-1)!;
      return [prev, seq, entries.length] as const;
    });
  };
  const [d1, d2] = [new Writer(service, 'd1'), new Writer(service, 'd2')];
  await d1.write(customer('c1'));
  expect(await told()).toEqual([
    [0, 1, 0],
    [0, 1, 1],
  ]);
  // The row, and the value that lost.
  await d2.write({ entity: 'customer', id: 'c1', kind: 'update', body: { phone: '13900000000' } });
  expect(await told()).toEqual([
    [1, 2, 2],
    [1, 2, 0],
  ]);
  // Told together, and not all of it by one of them.
  await d1.write(customer('c2'));
  await d2.write(customer('c3'));
  expect(await told()).toEqual([
    [2, 4, 2],
    [2, 4, 2],
  ]);
});
