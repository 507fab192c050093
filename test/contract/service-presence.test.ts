import { afterEach, describe, expect, test, vi } from 'vitest';
import { PRESENCE, PROTOCOL, type Others } from '#shared/contract/sync.ts';
import type { Change } from '#shared/domain/sync/op.ts';
import type { DeviceState } from '#shared/domain/sync/service/store.ts';
import { openNewPostgres, openNewSqlite, postgresForThisFile, type Opened } from '#kit/service/databases.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { customer, failureOf, HttpDesk, post } from '#kit/service/http-desk.ts';
import { LiveEar } from '#kit/service/live-ear.ts';
import { RunningService } from '#kit/service/running.ts';
import { PresenceBoard, type Hearer } from '../../src-service/presence/board.ts';
import { desk, TestService } from './service-store.ts';

const postgres = postgresForThisFile();
const CASE = '019cac46-1500-7426-a987-d9a20d8c219d';

function aCase(id: string): readonly Change[] {
  const body = { number: '1', customerId: `customer of ${id}`, scenario: null, status: 'open', owner: '周宁' };
  return [
    customer(`customer of ${id}`),
    { entity: 'case', id, kind: 'insert', body: { ...body, packHash: 'pack', openedAt: 1_772_000_000_000 } },
  ];
}

describe.each([
  ['SQLite', () => openNewSqlite()],
  ['PostgreSQL', () => openNewPostgres(postgres())],
] as const)('the board on %s', (_, open) => {
  let opened: Opened;
  const clock = new FakeClock();

  afterEach(() => opened.dispose());

  async function board(): Promise<PresenceBoard> {
    opened = await open();
    const service = new TestService(opened.database);
    await service.begin(desk('d1'), desk('d2'), desk('d3'), desk('sh', 'sh'));
    return new PresenceBoard(opened.database, clock);
  }

  const device = async (id: string): Promise<DeviceState> => (await opened.database.device(id))!;
  async function say(on: PresenceBoard, id: string, ...cases: readonly string[]): Promise<Others> {
    return (await on.say(await device(id), { name: `name of ${id}`, cases })).others;
  }
  const with_ = (...ids: readonly string[]): Others => [
    { case: CASE, count: ids.length, names: ids.map((id) => `name of ${id}`) },
  ];

  test('tells who came before, in the order in which they came, and not the one who asks', async () => {
    const on = await board();
    expect(await say(on, 'd1', CASE)).toEqual([]);
    clock.pass(1);
    expect(await say(on, 'd2', CASE, 'another')).toEqual(with_('d1'));
    clock.pass(1);
    expect(await say(on, 'd3', CASE)).toEqual(with_('d1', 'd2'));
    // Saying it again changes no order; leaving is leaving.
    clock.pass(1);
    expect(await say(on, 'd1', CASE)).toEqual(with_('d2', 'd3'));
    expect(await say(on, 'd2')).toEqual([]);
    expect(await say(on, 'd1', CASE)).toEqual(with_('d3'));
  });

  test('forgets by itself who is not heard of, and keeps no trace', async () => {
    const on = await board();
    await say(on, 'd1', CASE);
    clock.pass(PRESENCE.life - 1);
    expect(await say(on, 'd2', CASE)).toEqual(with_('d1'));
    clock.pass(1);
    expect(await say(on, 'd2', CASE)).toEqual([]);
    const ear: Hearer = { device: 'd2', hear: () => undefined };
    on.join(ear);
    await on.look();
    expect(await opened.database.all('SELECT device FROM presence')).toEqual([{ device: 'd2' }]);
  });

  test('keeps no trace either where nobody hears what is told', async () => {
    const on = await board();
    await say(on, 'd1', CASE);
    clock.pass(PRESENCE.life + 1);
    await on.look();
    expect(await opened.database.all('SELECT device FROM presence')).toEqual([]);
  });

  test('what was said by a clock that was far ahead is not believed', async () => {
    const on = await board();
    clock.set(86_400_000);
    await say(on, 'd1', CASE);
    clock.set(-86_400_000);
    expect(await say(on, 'd2', CASE)).toEqual([]);
  });

  test('tells nobody of a case in a stream that was not granted, also when it is said before the case is known', async () => {
    const on = await board();
    await say(on, 'sh', CASE);
    await say(on, 'd1', CASE);
    expect(await say(on, 'd1', CASE)).toEqual([]);
    expect(await say(on, 'sh', CASE)).toEqual([]);
    const at = 'projection (entity, id, stream, seq, state)';
    await opened.database.all(`INSERT INTO ${at} VALUES ('case', $1, 'branch:hz', 1, '{}')`, [CASE]);
    expect(await say(on, 'sh', CASE)).toEqual([]);
    await say(on, 'd2', CASE);
    expect(await say(on, 'd1', CASE)).toEqual(with_('d2'));
  });

  test('tells those who hear what has changed for them, once, and nothing else', async () => {
    const on = await board();
    const heard: string[] = [];
    for (const id of ['d1', 'd2', 'd3']) on.join({ device: id, hear: (frame) => void heard.push(`${id} ${frame}`) });
    await say(on, 'd1', CASE);
    await say(on, 'd2', CASE);
    await on.look();
    await on.look();
    const frame = (others: Others): string => `event: presence\ndata: ${JSON.stringify({ others })}\n\n`;
    expect(heard.splice(0)).toEqual([`d1 ${frame(with_('d2'))}`, `d2 ${frame(with_('d1'))}`]);
    await say(on, 'd1');
    await on.look();
    expect(heard).toEqual([`d1 ${frame([])}`, `d2 ${frame([])}`]);
  });

  test('takes away whose live link ended and who did not come back, and leaves whoever did', async () => {
    const on = await board();
    const [gone, back] = ['d1', 'd2'].map((id): Hearer => ({ device: id, hear: () => undefined })) as [Hearer, Hearer];
    on.join(gone);
    on.join(back);
    for (const id of ['d1', 'd2', 'd3']) await say(on, id, CASE);
    on.leave(gone);
    on.leave(back);
    clock.pass(10);
    // As a desk does whose live link broke, perhaps by way of another service.
    await say(on, 'd2', CASE);
    clock.pass(5_000);
    await expect.poll(() => say(on, 'd3', CASE)).toEqual(with_('d2'));
  });

  test('one who is back in time stays, also when another one left before', async () => {
    const on = await board();
    const [first, second] = ['d1', 'd2'].map((id): Hearer => ({ device: id, hear: () => undefined })) as [
      Hearer,
      Hearer,
    ];
    on.join(first);
    on.join(second);
    for (const id of ['d1', 'd2', 'd3']) await say(on, id, CASE);
    on.leave(first);
    clock.pass(1_900);
    on.leave(second);
    clock.pass(1_000);
    on.join(second);
    clock.pass(5_000);
    await expect.poll(() => say(on, 'd3', CASE)).toEqual(with_('d2'));
  });

  test('a network that breaks for everybody costs a few statements', async () => {
    const on = await board();
    const everybody = Array.from({ length: 250 }, (_, at): Hearer => ({
      device: `e${String(at)}`,
      hear: () => undefined,
    }));
    for (const each of everybody) on.join(each);
    await say(on, 'd1', CASE);
    const gone: Hearer = { device: 'd1', hear: () => undefined };
    on.join(gone);
    const asked = vi.spyOn(opened.database, 'all');
    for (const each of [...everybody, gone]) on.leave(each);
    clock.pass(5_000);
    await expect.poll(() => say(on, 'd2', CASE)).toEqual([]);
    expect(asked.mock.calls.filter(([text]) => /DELETE .* device/u.test(text)).length).toBeLessThanOrEqual(3);
  });
});

test('two services on one PostgreSQL tell of each other’s desks', async () => {
  const clock = new FakeClock();
  const opened = await openNewPostgres(postgres());
  const [one, other] = [opened.database, await opened.again!()].map(
    (database) => new PresenceBoard(database, clock),
  ) as [PresenceBoard, PresenceBoard];
  await new TestService(opened.database).begin(desk('d1'), desk('d2'));
  const heard: string[] = [];
  one.join({ device: 'd1', hear: (frame) => void heard.push(frame) });
  const device = async (id: string): Promise<DeviceState> => (await opened.database.device(id))!;
  await one.say(await device('d1'), { name: '周宁', cases: [CASE] });
  expect(await other.say(await device('d2'), { name: '林珊', cases: [CASE] })).toMatchObject({
    others: [{ names: ['周宁'] }],
  });
  await one.look();
  expect(heard.join()).toContain('林珊');
  await opened.dispose();
});

describe('over HTTP', () => {
  const running: RunningService[] = [];

  afterEach(async () => {
    for (const each of running.splice(0)) await each.dispose();
  });

  async function start(settings: Readonly<Record<string, string>> = {}): Promise<RunningService> {
    const service = new RunningService(settings);
    running.push(service);
    return service.start();
  }

  const enrolled = async (service: RunningService, branch = 'hz'): Promise<HttpDesk> =>
    HttpDesk.enrol(service.address, await service.code('agent', branch));
  const say = (from: HttpDesk, name: string, ...cases: readonly string[]) =>
    post(from.address, '/presence', { protocol: PROTOCOL, name, cases }, from.token);

  test('a case that is known is told within its own branch only; a name is in no log', async () => {
    const service = await start();
    const [ann, bo, stranger] = [await enrolled(service), await enrolled(service), await enrolled(service, 'sh')];
    ann.act(...aCase(CASE));
    await ann.sync();
    const ear = await LiveEar.open(service.address, ann.token);
    expect((await say(stranger, '外人', CASE)).body).toEqual({ others: [] });
    expect((await say(ann, '周宁', CASE)).body).toEqual({ others: [] });
    expect((await say(bo, '林珊', CASE)).body).toEqual({ others: [{ case: CASE, names: ['周宁'], count: 1 }] });
    await ear.until(({ others }) => others.length > 0);
    expect(ear.others.at(-1)).toEqual([{ case: CASE, names: ['林珊'], count: 1 }]);
    expect((await say(stranger, '外人', CASE)).body).toEqual({ others: [] });
    await say(bo, '林珊');
    await ear.until(({ others }) => others.at(-1)?.length === 0);
    ear.close();
    expect(service.log.join()).not.toMatch(/周宁|林珊|外人/u);
    expect(service.log.join()).not.toContain(CASE);
  });

  test('a desk that is revoked is nowhere at once', async () => {
    const service = await start();
    const [ann, bo] = [await enrolled(service), await enrolled(service)];
    await say(bo, '林珊', CASE);
    expect((await say(ann, '周宁', CASE)).body).toMatchObject({ others: [{ names: ['林珊'] }] });
    await post(service.address, '/admin/devices/revoke', { device: bo.id }, service.adminToken);
    expect((await say(ann, '周宁', CASE)).body).toEqual({ others: [] });
    expect(failureOf(await say(bo, '林珊', CASE))).toBe('revoked');
  });

  test.each([
    ['more cases than a desk has', { name: '周宁', cases: Array.from({ length: 21 }, (_, at) => `c${String(at)}`) }],
    ['a case that is none', { name: '周宁', cases: ['x'.repeat(65)] }],
    ['a name that is a book', { name: 'x'.repeat(61), cases: [] }],
    ['a name with a line break', { name: 'a\nevent: commit', cases: [] }],
    ['nobody', { name: '', cases: [] }],
    ['something besides', { name: '周宁', cases: [], more: 1 }],
  ])('%s is refused', async (_, said) => {
    const service = await start();
    const ann = await enrolled(service);
    const answer = await post(service.address, '/presence', { protocol: PROTOCOL, ...said }, ann.token);
    expect(failureOf(answer)).toBe('malformed-request');
  });

  test('who says it too often is told to wait, and exchanges all the same', async () => {
    const service = await start();
    const ann = await enrolled(service);
    const codes = new Set<string | null>();
    for (let at = 0; at < 130; at += 1) codes.add(failureOf(await say(ann, '周宁')));
    expect(codes).toEqual(new Set([null, 'too-many-requests']));
    expect((await ann.sync()).kind).toBe('exchanged');
  });

  test('how long a desk may be without the service is told with every exchange', async () => {
    const [usual, strict] = [await start(), await start({ offlineLeaseDays: '7' })];
    expect(await (await enrolled(usual)).sync()).toMatchObject({ policy: { offlineLeaseDays: 30 } });
    expect(await (await enrolled(strict)).sync()).toMatchObject({ policy: { offlineLeaseDays: 7 } });
  });
});
