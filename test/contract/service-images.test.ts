import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Disposable } from '#shared/base/disposable.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { ExchangeReply } from '#shared/domain/sync/exchange.ts';
import { hashOp, type Op } from '#shared/domain/sync/op.ts';
import { Random } from '#kit/random.ts';
import { openNewPostgres, openNewSqlite, postgresForThisFile, type Opened } from '#kit/service/databases.ts';
import { customer } from '#kit/service/http-desk.ts';
import { entriesOfImage } from '#kit/service/opened-image.ts';
import { RandomDesk, sha256 } from '#kit/service/random-desk.ts';
import { Images } from '../../src-service/images/images.ts';
import { DAY, Retention } from '../../src-service/images/retention.ts';
import { serviceLog } from '../../src-service/log.ts';
import { rowOf } from '../../src-service/storage/records.ts';
import { desk, TestService } from './service-store.ts';

const postgres = postgresForThisFile();
const opened: Opened[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.dispose();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const BACK_ENDS = {
  SQLite: openNewSqlite,
  PostgreSQL: () => openNewPostgres(postgres()),
} as const;
type BackEnd = keyof typeof BACK_ENDS;

interface Stand {
  readonly service: TestService;
  readonly images: Images;
  readonly retention: Retention;
  readonly folder: string;
}

async function stand(backEnd: BackEnd): Promise<Stand> {
  const { database, ...rest } = await BACK_ENDS[backEnd]();
  opened.push({ database, ...rest });
  const service = new TestService(database);
  const folder = mkdtempSync(join(tmpdir(), 'zuoxi-images-'));
  folders.push(folder);
  let count = 0;
  const random = { uuid: () => `name-${String((count += 1))}`, bytes: (length: number) => new Uint8Array(length) };
  const clock = { wall: () => service.now, after: (): Disposable => ({ dispose: () => undefined }) };
  const parts = { database, clock, random, log: serviceLog('silent') };
  const images = new Images({ ...parts, folder, pullable: 3 });
  return { service, images, folder, retention: new Retention({ ...parts, images, keepLogDays: 90 }) };
}

/** What random desks did, sensible and not. */
async function work({ service }: Stand, seed: number): Promise<void> {
  const ids = ['d1', 'd2', 'd3'];
  await service.begin(desk('d1'), desk('d2'), desk('d3', 'sh'));
  const random = new Random(seed);
  const names = (kind: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, at) => `${kind}${String(at)}`);
  const world = { customers: names('customer', 6), cases: names('case', 8), callbacks: names('callback', 5) };
  const desks = ids.map((id) => new RandomDesk(id, id === 'd3' ? 'branch:sh' : 'branch:hz', world, random));
  for (let step = 0; step < 80; step += 1) {
    service.now += 1_000;
    const who = desks[random.between(0, desks.length - 1)]!;
    who.act(service.now, random.between(0, 6));
    who.take(await service.exchange(who.ask(service.now)));
  }
}

/** One customer with each exchange, so that the stream has as many commits. */
async function customers({ service }: Stand, device: string, count: number): Promise<void> {
  const { lastSeq, lastHash } = (await service.database.device(device))!;
  let prev = lastHash;
  for (let seq = lastSeq + 1; seq <= lastSeq + count; seq += 1) {
    const place = { seq, wall: service.now, counter: 0, last: true, stream: 'branch:hz', base: 0 };
    const op: Op = { ...customer(`${device}-${String(seq)}`), ...place };
    await service.exchange({
      ...{ device, now: service.now, epoch: null, cursors: {}, acknowledged: seq - 1 },
      ...{ push: { ops: [op], prev }, testimony: [] },
    });
    prev = hashOp(device, op, prev, sha256);
  }
}

const pull = ({ service }: Stand, from: number): Promise<ExchangeReply> =>
  service.exchange({
    ...{ device: 'd2', now: service.now, epoch: null, cursors: { 'branch:hz': from }, acknowledged: 0 },
    ...{ push: null, testimony: [] },
  });

async function pulled(at: Stand, from: number): Promise<unknown> {
  const reply = await pull(at, from);
  const { to, entries, shortened } = reply.kind === 'exchanged' ? reply.pulls[0]! : { to: 0, entries: [] };
  return { to, entries: entries.length, ...(shortened && { shortened }) };
}

describe.each(Object.keys(BACK_ENDS) as BackEnd[])('on %s', (backEnd) => {
  test.each([11, 22])('an image has all rows of its stream, as they are, and no other (seed %i)', async (seed) => {
    const at = await stand(backEnd);
    await work(at, seed);
    const image = (await at.images.offer('branch:hz', 0))!;
    const { head, digest } = (await at.service.database.heads(['branch:hz'])).get('branch:hz')!;
    expect([image.seq, image.digest]).toEqual([head, digest]);
    const rows = (await at.service.database.all(`SELECT * FROM projection WHERE stream = 'branch:hz'`)).map(rowOf);
    expect(rows.length).toBeGreaterThan(12);
    const expected = rows.map(({ entity, id, seq, values, made, marks }) => {
      const stamps = Object.fromEntries(Object.entries(marks).map(([field, { stamp }]) => [field, stamp]));
      const optional = (field: string): boolean => entities.get(entity)?.fields[field]?.optional === true;
      // A field that may be left out and one that is empty are the same thing to a desk.
      const told = Object.entries(values).filter(([field, value]) => value !== null || !optional(field));
      return { entity, id, seq, before: 0, made: made.stamp, stamps, values: Object.fromEntries(told) };
    });
    const byName = (a: { entity: string; id: string }, b: { entity: string; id: string }): number =>
      `${a.entity} ${a.id}` < `${b.entity} ${b.id}` ? -1 : 1;
    const held = entriesOfImage(at.images.pathOf(image.sha256)).toSorted(byName);
    expect(held.map(({ values, ...rest }) => ({ ...rest, values: withoutNull(values) }))).toEqual(
      expected.map(({ values, ...rest }) => ({ ...rest, values: withoutNull(values) })).toSorted(byName),
    );
    expect(image.rows).toBe(rows.length);
  });

  test('it is made once, made anew when it is too far behind, and not needed for a few entries', async () => {
    const at = await stand(backEnd);
    await at.service.begin(desk('d1'), desk('d2'));
    await customers(at, 'd1', 10);
    const [first, again] = await Promise.all([at.images.offer('branch:hz', 0), at.images.offer('branch:hz', 0)]);
    expect([first!.seq, again]).toEqual([10, first]);
    expect(await at.images.offer('branch:hz', 7)).toBeNull();
    expect(await at.images.offer('branch:nowhere', 0)).toBeNull();
    await customers(at, 'd2', 3);
    expect(await at.images.offer('branch:hz', 0)).toEqual(first);
    at.service.now += 2 * 3_600_000;
    await customers(at, 'd2', 6);
    const later = (await at.images.offer('branch:hz', 0))!;
    expect(later.seq).toBeGreaterThan(first!.seq);
    // What crashed before, and what was replaced long ago, goes.
    writeFileSync(join(at.folder, 'left.building'), 'half');
    at.service.now += 2 * 3_600_000;
    await at.images.tidy();
    expect(readdirSync(at.folder)).toEqual([`${later.sha256}.image`]);
  });

  test('is not made of rows that are not what the log told, and then no log is cleared away', async () => {
    const at = await stand(backEnd);
    await at.service.begin(desk('d1'), desk('d2'));
    await customers(at, 'd1', 10);
    await at.retention.run();
    at.service.now += 91 * DAY;
    await at.service.database.all(`DELETE FROM projection WHERE id = 'd1-5'`);
    expect(await at.images.offer('branch:hz', 0)).toBeNull();
    await at.retention.run();
    expect(await pulled(at, 0)).toEqual({ to: 10, entries: 10 });
    expect(readdirSync(at.folder)).toEqual([]);
  });

  test('the log is cleared away after the agreed days, and who is behind it is told so', async () => {
    const at = await stand(backEnd);
    await at.service.begin(desk('d1'), desk('d2'));
    await customers(at, 'd1', 10);
    await at.retention.run();
    at.service.now += 89 * DAY;
    await customers(at, 'd2', 2);
    const { head } = (await at.service.database.heads(['branch:hz'])).get('branch:hz')!;
    await at.retention.run();
    expect(await pulled(at, 0)).toMatchObject({ to: head });
    at.service.now += 2 * DAY;
    await at.retention.run();
    expect(await pulled(at, 0)).toEqual({ to: 0, entries: 0, shortened: true });
    expect(await pulled(at, 9)).toEqual({ to: 9, entries: 0, shortened: true });
    expect(await pulled(at, 10)).toMatchObject({ to: head });
    expect(await at.images.offer('branch:hz', 9)).toMatchObject({ seq: head });
    // Without its file there is none; then it is made anew, from the rows.
    for (const name of readdirSync(at.folder)) rmSync(join(at.folder, name));
    expect(await at.images.offer('branch:hz', 9)).toMatchObject({ seq: head });
    expect(readdirSync(at.folder)).toHaveLength(1);
  });

  test('an image of the lost future of a restored service is none', async () => {
    const at = await stand(backEnd);
    await at.service.begin(desk('d1'), desk('d2'));
    await customers(at, 'd1', 10);
    const before = (await at.images.offer('branch:hz', 0))!;
    await at.service.restore();
    const after = (await at.images.offer('branch:hz', 0))!;
    expect(after.epoch).not.toBe(before.epoch);
  });
});

function withoutNull(values: object | null): object {
  return Object.fromEntries(Object.entries(values ?? {}).filter(([, value]) => value !== null));
}
