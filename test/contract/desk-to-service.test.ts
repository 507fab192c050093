import { setTimeout as rest } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseId } from '#shared/base/ids.ts';
import { HttpTransport } from '#core/sync/http-transport.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import type { LiveListener } from '#core/sync/transport.ts';
import { TestDesk } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { customer, HttpDesk } from '#kit/service/http-desk.ts';
import { deskBeside, join, untilAt } from '#kit/service/over-http.ts';
import { RunningService } from '#kit/service/running.ts';
import { revokeDevice } from '../../src-service/identity/devices.ts';

let service: RunningService;
const desks: TestDesk[] = [];

beforeEach(async () => {
  service = await new RunningService().start();
});
afterEach(async () => {
  for (const desk of desks.splice(0)) desk.dispose();
  await service.dispose();
});

/** How often a desk has asked its service. */
const exchanges = new Map<TestDesk, number>();

/** What hears in a desk. */
const ears = new Map<TestDesk, LiveListener>();

async function newDesk(agentName: string, sampleData = false): Promise<TestDesk> {
  const desk = await deskBeside(service, agentName, sampleData);
  const { transport } = desk;
  const [ask, listen] = [transport.exchange.bind(transport), transport.listen.bind(transport)];
  transport.listen = (enrolled, listener, onEnd) => {
    ears.set(desk, listener);
    return listen(enrolled, listener, onEnd);
  };
  transport.exchange = (...wish) => {
    exchanges.set(desk, (exchanges.get(desk) ?? 0) + 1);
    return ask(...wish);
  };
  desks.push(desk);
  return desk;
}

async function joined(agentName: string): Promise<TestDesk> {
  const desk = await newDesk(agentName);
  await join(desk, service);
  return desk;
}

const until = (holds: () => boolean | Promise<boolean>): Promise<void> => untilAt(desks, holds);

async function factsOf(desk: TestDesk, caseId: CaseId): Promise<string | undefined> {
  const found = await desk.request('case.get', { caseId });
  return found.ok ? found.value.fields.facts : undefined;
}

test('over HTTP: enrolled by a code, an edit is told live to the other desk', async () => {
  const [ann, bo] = [await joined('周宁'), await joined('林珊')];
  const caseId = await call(ann);
  await edit(ann, caseId, 'facts', '耳机左边没有声音');
  await until(async () => (await factsOf(bo, caseId)) === '耳机左边没有声音');
  await edit(bo, caseId, 'facts', '左右都没有声音');
  await until(async () => (await factsOf(ann, caseId)) === '左右都没有声音');
  expect(ann.state().sync).toMatchObject({ phase: 'current', branch: 'hz', role: 'agent', conflicts: 0 });
});

test('over HTTP: a desk that left its samples behind brings only what was done after it', async () => {
  const [ann, bo] = [await newDesk('周宁', true), await joined('林珊')];
  await ann.do('desk.startEmpty', {});
  const caseId = await call(ann);
  await join(ann, service);
  await until(async () => (await bo.request('case.get', { caseId })).ok);
  await until(() => ann.state().sync.pending === 0);
  const { items } = await bo.do('case.list', { range: 'all', before: null, limit: 50 });
  expect(items.map(({ id }) => id)).toEqual([caseId]);
  expect(ann.state().sync).toMatchObject({ phase: 'current', quarantined: 0 });
  expect(await ann.request('desk.startEmpty', {})).toEqual({ ok: false, error: { code: 'already-enrolled' } });
});

const othersAt = (desk: TestDesk): readonly string[] => desk.state().presence.flatMap(({ names }) => names);

test('over HTTP: who has the same case open is told live, and not claimed any more when the link is lost', async () => {
  const [ann, bo] = [await joined('周宁'), await joined('林珊')];
  const caseId = await call(ann);
  await until(async () => (await bo.request('case.get', { caseId })).ok);
  await until(() => ann.state().sync.pending === 0);
  await bo.do('case.watch', { caseId });
  await until(() => othersAt(ann).join() === '林珊' && othersAt(bo).join() === '周宁');
  await bo.do('case.watch', { caseId: null });
  await until(() => othersAt(ann).length === 0);
  await bo.do('case.watch', { caseId });
  await until(() => othersAt(ann).length === 1);
  const { folder, port } = service;
  await service.stop();
  await until(() => othersAt(ann).length === 0 && othersAt(bo).length === 0);
  expect(ann.state().sync.pending, 'it was never recorded').toBe(0);
  // Nobody does anything: it is there again because the link is.
  service = await new RunningService({ port: String(port) }, folder).start();
  await until(() => othersAt(ann).join() === '林珊' && othersAt(bo).join() === '周宁');
});

test('over HTTP: a desk that is ended is gone from the case without having said so', async () => {
  const [ann, bo] = [await joined('周宁'), await joined('林珊')];
  const caseId = await call(ann);
  await until(async () => (await bo.request('case.get', { caseId })).ok);
  await bo.do('case.watch', { caseId });
  await until(() => othersAt(ann).length === 1);
  desks.splice(desks.indexOf(bo), 1)[0]!.dispose();
  const began = service.now();
  await until(() => othersAt(ann).length === 0);
  expect(service.now() - began, 'sooner than its time limit').toBeLessThan(30_000);
});

test('over HTTP: a desk is told how long it may be without the service', async () => {
  const ann = await joined('周宁');
  await until(() => ann.state().sync.phase === 'current');
  expect(ann.state().sync.lease).toEqual({ phase: 'running', days: 30, daysLeft: 30 });
});

test('a service that was away is found again, and nothing that was done meanwhile is lost', async () => {
  const [ann, bo] = [await joined('周宁'), await joined('林珊')];
  const caseId = await call(ann);
  await until(() => ann.state().sync.pending === 0);
  const { folder, port } = service;
  await service.stop();
  await edit(ann, caseId, 'facts', '服务停着的时候写的');
  await until(() => ann.state().sync.phase === 'offline');
  expect(ann.state().sync.pending).toBeGreaterThan(0);
  service = await new RunningService({ port: String(port) }, folder).start();
  await until(async () => (await factsOf(bo, caseId)) === '服务停着的时候写的');
});

test('a desk that joins a branch with thousands of rows takes them as an image, over HTTP', async () => {
  const maker = await HttpDesk.enrol(service.address, await service.code());
  for (let round = 0; round < 11; round += 1) {
    maker.act(
      ...Array.from({ length: 500 }, (_, at) => customer(`c-${String(round)}-${String(at)}`, `1380000${String(at)}`)),
    );
    await maker.sync();
  }
  const ann = await joined('周宁');
  const count = (): unknown => ann.database.prepare('SELECT count(*) FROM customer').pluck().get();
  await until(() => count() === 5_500 && ann.state().sync.phase === 'current');
  const log = service.log.map((line) => JSON.parse(line) as { readonly code?: string; readonly route?: string });
  expect(log.filter(({ code }) => code === 'image-made')).toMatchObject([{ rows: 5_500, seq: 11 }]);
  expect(log.filter(({ route }) => route === '/images/:sha256')).toHaveLength(1);
  await maker.sync();
  maker.act(customer('c-later'));
  await maker.sync();
  await until(() => count() === 5_501);
});

test('an image is given in parts, from where a link broke', async () => {
  const maker = await HttpDesk.enrol(service.address, await service.code());
  maker.act(customer('c1'));
  await maker.sync();
  expect(await service.service.parts.images.covers('branch:hz', 1)).toBe(true);
  const [row] = await service.service.parts.database.all('SELECT sha256, bytes FROM image');
  const part = async (range?: string): Promise<{ status: number; length: number; bytes: Buffer }> => {
    const headers = { authorization: `Bearer ${maker.token}`, ...(range !== undefined && { range }) };
    const answer = await fetch(`${service.address}/images/${String(row!.sha256)}`, { headers });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, length: Number(answer.headers.get('content-length')), bytes };
  };
  const all = await part();
  expect([all.status, all.length, all.bytes.length]).toEqual([200, row!.bytes, row!.bytes]);
  const rest = await part('bytes=100-');
  expect([rest.status, rest.bytes.equals(all.bytes.subarray(100))]).toEqual([206, true]);
  // What is no such range gives all of it; what begins behind the end, nothing.
  expect((await part('bytes=5-9')).bytes).toHaveLength(Number(row!.bytes));
  expect((await part(`bytes=${String(row!.bytes)}-`)).status).toBe(400);
});

test('a desk that a restored service does not know is known again at its next contact', async () => {
  const ann = await joined('周宁');
  const caseId = await call(ann);
  await until(() => ann.state().sync.pending === 0 && ann.state().sync.phase === 'current');
  await service.service.parts.database.all('DELETE FROM device');
  await edit(ann, caseId, 'facts', '恢复之后');
  await until(() => ann.state().sync.pending === 0 || ann.state().sync.phase === 'unknown');
  expect(ann.state().sync.phase).toBe('current');
});

test('a code works once, and a wrong one is told as such', async () => {
  const [ann, bo] = [await newDesk('周宁'), await newDesk('林珊')];
  const code = await service.code();
  await ann.do('sync.enrol', { service: service.address, code });
  const failed = { ok: false, error: { code: 'enrolment-failed', facts: { reason: 'code-refused' } } };
  expect(await bo.request('sync.enrol', { service: service.address, code })).toEqual(failed);
  expect(await ann.request('sync.enrol', { service: service.address, code })).toMatchObject({
    error: { code: 'already-enrolled' },
  });
  const away = { service: 'http://127.0.0.1:9', code };
  expect(await bo.request('sync.enrol', away)).toMatchObject({ error: { facts: { reason: 'unreachable' } } });
});

test('a desk that is revoked is wiped at its next contact', async () => {
  const ann = await joined('周宁');
  await call(ann);
  await until(() => ann.state().sync.pending === 0);
  const { database } = service.service.parts;
  await revokeDevice(database, ann.workstation.parts.store.journal.device, service.now());
  await until(() => ann.state().sync.phase === 'revoked');
  expect(ann.database.prepare('SELECT count(*) FROM service_case').pluck().get()).toBe(0);
});

test('a machine that was set up from the disk of another gets a name of its own', async () => {
  const ann = await joined('周宁');
  const caseId = await call(ann);
  await until(() => ann.state().sync.pending === 0);
  const clock = new FakeClock(service.now());
  const copy = new TestDesk({ clock, transport: new HttpTransport(clock), copyOf: ann.folder.path });
  desks.push(copy);
  // Both write what they think is the next op of the same desk.
  await Promise.all([
    edit(ann, caseId, 'facts', '原来那台'),
    copy.do('case.edit', { caseId, field: 'demand', value: '复制的' }),
  ]);
  await copy.do('case.settle', { caseId });
  await until(() => desks.every((desk) => desk.state().sync.pending === 0));
  await until(async () => (await factsOf(copy, caseId)) === '原来那台');
  const names = desks.map((desk) => desk.workstation.parts.store.journal.device);
  expect(new Set(names).size).toBe(2);
});

test('what a colleague edits comes by itself, without being asked for', async () => {
  const [ann, ben] = [await joined('周宁'), await joined('王芳')];
  const caseId = await call(ann);
  await until(async () => (await factsOf(ben, caseId)) !== undefined || (await ben.request('case.get', { caseId })).ok);
  // The link is up once one edit came through it alone; the first may still have been asked for.
  for (let edits = 0; ; edits += 1) {
    const asked = exchanges.get(ben);
    await edit(ann, caseId, 'facts', `第 ${String(edits)} 次`);
    await until(async () => (await factsOf(ben, caseId)) === `第 ${String(edits)} 次`);
    if (exchanges.get(ben) === asked) break;
  }
});

test('a desk that is told of its own commit without what is in it asks only where it is not that far', async () => {
  const ann = await joined('周宁');
  await call(ann);
  await until(() => ears.has(ann) && ann.state().sync.pending === 0 && ann.state().sync.phase === 'current');
  const asks = async (from: number, to: number): Promise<boolean> => {
    const { epoch, cursors } = loadEnrolled(ann.database)!.status;
    const have = cursors['branch:hz']!.seq;
    const before = exchanges.get(ann);
    const place = { stream: 'branch:hz', prev: have + from, seq: have + to };
    ears.get(ann)?.onCommit({ epoch: epoch!, ...place, entries: [] });
    ann.clock.pass(20);
    await rest(50);
    return exchanges.get(ann) !== before;
  };
  expect(await asks(-1, 0)).toBe(false);
  expect(await asks(-2, -1)).toBe(false);
  expect(await asks(0, 1)).toBe(true);
});
