import { afterEach, expect, test } from 'vitest';
import { readLive } from '#shared/contract/sync.ts';
import type { Live } from '#shared/domain/sync/exchange.ts';
import { hashOp, type Op } from '#shared/domain/sync/op.ts';
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

const rest = async (): Promise<void> => {
  for (let tick = 0; tick < 20; tick += 1) await new Promise(setImmediate);
};

test('what is left of a log whose beginning was cleared away is not told as if it followed on nothing', async () => {
  const fresh = await openNewSqlite();
  opened.push(fresh);
  const service = new TestService(fresh.database);
  await service.begin(desk('d1'), desk('d2'));
  let prev = '0'.repeat(64);
  for (let seq = 1; seq <= 6; seq += 1) {
    const place = { seq, wall: service.now, counter: 0, last: true, stream: STREAM, base: 0 };
    const op: Op = { ...customer(`c${String(seq)}`), ...place };
    await service.exchange({
      ...{ device: 'd1', now: service.now, epoch: null, cursors: {}, acknowledged: seq - 1 },
      ...{ push: { ops: [op], prev }, testimony: [] },
    });
    prev = hashOp('d1', op, prev, sha256);
  }
  await fresh.database.all('DELETE FROM log WHERE stream = $1 AND seq <= 4', [STREAM]);
  const clock = new FakeClock();
  const { database, answer } = slow(fresh.database);
  const hub = new LiveHub(database, clock, new PresenceBoard(database, clock));
  hubs.push(hub);
  const told: Live[] = [];
  const listener: Listener = {
    ...{ device: 'd2', streams: [STREAM], until: clock.wall() + 60_000, end: () => undefined },
    send: (frame) => {
      const live = readLive(/^data: ?(.*)$/mu.exec(frame.toString())?.[1] ?? '');
      if (live.ok) told.push(live.value);
      return true;
    },
  };
  const joining = hub.join(listener);
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
