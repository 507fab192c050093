import { afterEach, expect, test } from 'vitest';
import { Random } from '#kit/random.ts';
import { openNewPostgres, openNewSqlite, postgresForThisFile, type Opened } from '#kit/service/databases.ts';
import { RandomDesk } from '#kit/service/random-desk.ts';
import { contentOf, desk, expectSound, TestService } from './service-store.ts';

const postgres = postgresForThisFile();
const opened: Opened[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.dispose();
});

test.each([11, 22, 33])('the same exchanges leave the same behind on SQLite and PostgreSQL (seed %i)', async (seed) => {
  opened.push(await openNewSqlite(), await openNewPostgres(postgres()));
  const services = opened.map(({ database }) => new TestService(database));
  const ids = ['d1', 'd2', 'd3', 'd4'];
  for (const service of services) {
    await service.begin(desk('d1'), desk('d2'), desk('d3', 'sh'), desk('d4', 'hz', 'supervisor'));
  }
  const random = new Random(seed);
  const names = (kind: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => `${kind}${String(at)}`);
  const world = { customers: names('customer', 6), cases: names('case', 8), callbacks: names('callback', 5) };
  const desks = ids.map((id) => new RandomDesk(id, id === 'd3' ? 'branch:sh' : 'branch:hz', world, random));
  for (let step = 0; step < 120; step += 1) {
    for (const service of services) service.now += 1_000;
    const now = services[0]!.now;
    const who = desks[random.between(0, desks.length - 1)]!;
    who.act(now, random.between(0, 6));
    if (step === 70) for (const service of services) await service.restore();
    const request = who.ask(now);
    const [first, second] = [await services[0]!.exchange(request), await services[1]!.exchange(request)];
    expect(second).toEqual(first);
    who.take(first);
  }
  const [sqlite, other] = [await contentOf(opened[0]!.database), await contentOf(opened[1]!.database)];
  expect(other).toEqual(sqlite);
  expect(sqlite.log!.length).toBeGreaterThan(30);
  expect(sqlite.quarantine!.length).toBeGreaterThan(5);
  for (const { database } of opened) await expectSound(database);
});
