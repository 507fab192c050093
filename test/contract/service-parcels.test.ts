import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HttpTransport } from '#core/sync/http-transport.ts';
import { loadEnrolled } from '#core/sync/status.ts';
import { Stick } from '#kit/carry.ts';
import { temporaryFolder, TestDesk } from '#kit/desk.ts';
import { call, edit, fieldsOf } from '#kit/desk-work.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { failureOf, get } from '#kit/service/http-desk.ts';
import { lineTo } from '#kit/service/line.ts';
import { RunningService } from '#kit/service/running.ts';
import { root } from '../../scripts/door/root.mjs';

const MAIN = join(root, 'src-service', 'main.ts');

let service: RunningService;
let folder: ReturnType<typeof temporaryFolder>;
let stick: Stick;
const desks: TestDesk[] = [];

beforeEach(async () => {
  service = await new RunningService().start();
  folder = temporaryFolder('stick');
  stick = new Stick();
});
afterEach(async () => {
  for (const desk of desks.splice(0)) desk.dispose();
  stick.remove();
  folder.remove();
  await service.dispose();
});

const path = (name: string): string => join(folder.path, name);

/** Lets time pass at every desk until it is so; the test's own limit ends one that never is. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    for (const desk of desks) desk.clock.pass(20);
    await rest(5);
  }
}

/** A desk that has joined over HTTP; `cut` ends its link. */
async function joined(agentName: string): Promise<{ readonly desk: TestDesk; cut(): void }> {
  const clock = new FakeClock(service.now());
  const http = new HttpTransport(clock);
  const line = lineTo({
    ...{ enrol: http.enrol.bind(http), renew: http.renew.bind(http), exchange: http.exchange.bind(http) },
    ...{ pack: http.pack.bind(http), image: http.image.bind(http), imageBytes: http.imageBytes.bind(http) },
    ...{ parcelKeys: http.parcelKeys.bind(http), presence: http.presence.bind(http), listen: http.listen.bind(http) },
  });
  const desk = new TestDesk({ clock, transport: line });
  desks.push(desk);
  const identity = { company: '云雀数码', department: '', agentName, agentNumber: '', sampleData: false };
  await desk.do('desk.setUp', identity);
  await desk.do('sync.enrol', { service: service.address, code: await service.code() });
  await until(() => desk.state().sync.parcel.ready && desk.state().sync.phase === 'current');
  return {
    desk,
    cut: () => {
      line.cut = true;
    },
  };
}

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function command(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [MAIN, ...args, '--data', service.folder], (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

test('over HTTP a desk learns the keys of its service by itself, and they are the same after a restart of it', async () => {
  const { desk } = await joined('周宁');
  const known = loadEnrolled(desk.database)!.parcelKeys!;
  expect([known.sign, known.seal].map((key) => Buffer.from(key, 'base64url').length)).toEqual([32, 32]);
  expect(known.sign).not.toBe(known.seal);
  const { folder: kept } = service;
  await service.stop();
  service = await new RunningService({}, kept).start();
  const again = await joined('林珊');
  expect(loadEnrolled(again.desk.database)!.parcelKeys).toEqual(known);
});

test('the command answers a file while the service serves; a colleague sees it, and the desk has what came', async () => {
  const [{ desk: ann, cut }, { desk: bo }] = [await joined('周宁'), await joined('林珊')];
  cut();
  const [mine, theirs] = [await call(ann), await call(bo, '13900005678')];
  await edit(ann, mine, 'facts', '没有网络时写的');
  await edit(bo, theirs, 'facts', '有网络时写的');
  await until(() => bo.state().sync.pending === 0);
  writeFileSync(path('ask.zxp'), await stick.write(ann));
  const { pending } = ann.state().sync;

  const told = await command('exchange', path('ask.zxp'), path('answer.zxp'));
  expect(told).toEqual({ code: 0, err: expect.any(String) as string, out: expect.any(String) as string });
  expect(told.out).toContain(`${String(pending)} changes were in the file`);
  expect(told.out).toContain(ann.workstation.parts.store.journal.device);
  expect(statSync(path('answer.zxp')).mode & 0o077).toBe(0);
  for (const file of ['ask.zxp', 'answer.zxp'])
    expect(readFileSync(path(file)).includes(Buffer.from('没有网络时写的')), file).toBe(false);
  expect(await stick.take(ann, readFileSync(path('answer.zxp')))).toBeNull();
  expect(ann.state().sync).toMatchObject({ pending: 0, parcel: { taken: { confirmed: pending, due: null } } });
  expect(await fieldsOf(ann, theirs)).toEqual({ facts: '有网络时写的' });
  await until(() => bo.database.prepare('SELECT 1 FROM service_case WHERE id = ?').get(mine) !== undefined);
  expect(await fieldsOf(bo, mine)).toEqual({ facts: '没有网络时写的' });

  // Once more, into the same file: it is done, and answered again.
  const print = () => service.service.parts.database.all('SELECT count(*) AS n FROM op');
  const before = await print();
  expect((await command('exchange', path('ask.zxp'), path('answer.zxp'))).code).toBe(0);
  expect(await print()).toEqual(before);
  expect(await stick.take(ann, readFileSync(path('answer.zxp')))).toMatchObject({ facts: { reason: 'taken-before' } });
});

test('the answer goes into a folder under a name of its own, and in the place of no other file', async () => {
  const { desk } = await joined('周宁');
  writeFileSync(path('monday.zxp'), await stick.write(desk));
  writeFileSync(path('notes.txt'), 'somebody’s notes');
  mkdirSync(path('answers'));
  expect((await command('exchange', path('monday.zxp'), path('answers'))).code).toBe(0);
  expect(readdirSync(path('answers'))).toEqual(['monday-answer.zxp']);
  for (const other of ['notes.txt', 'monday.zxp']) {
    const kept = readFileSync(path(other));
    expect(await command('exchange', path('monday.zxp'), path(other))).toMatchObject({ code: 1, out: '' });
    expect(readFileSync(path(other)).equals(kept)).toBe(true);
  }
  expect(await command('exchange', path('monday.zxp'), path('no-such-folder/answer.zxp'))).toMatchObject({
    ...{ code: 1, out: '', err: expect.stringContaining('taken in, but the answer could not be written') as string },
  });
  expect(readdirSync(folder.path).sort()).toEqual(['answers', 'monday.zxp', 'notes.txt']);
});

test('what is no file for this service is told, and nothing is written', async () => {
  const { desk } = await joined('周宁');
  const file = await stick.write(desk);
  writeFileSync(path('cut.zxp'), file.subarray(0, 200));
  writeFileSync(path('text.zxp'), 'a text');
  const flipped = Buffer.from(file);
  flipped[flipped.length - 1] = flipped.at(-1)! ^ 1;
  writeFileSync(path('forged.zxp'), flipped);
  const says = async (name: string, ...words: readonly string[]): Promise<void> => {
    const told = await command('exchange', path(name), path('answer.zxp'));
    expect(told).toMatchObject({ code: 1, out: '' });
    for (const each of words) expect(told.err).toContain(each);
  };
  await says('cut.zxp', 'not whole', 'Nothing was changed');
  await says('text.zxp', 'no file of a desk', 'Nothing was changed');
  await says('forged.zxp', 'damaged, or somebody else', 'Nothing was changed');
  await says('missing.zxp', 'could not be read');
  await says('.', 'could not be read');
  expect(await command('exchange', path('cut.zxp'))).toMatchObject({ code: 2, out: '' });
  expect(readdirSync(folder.path).sort()).toEqual(['cut.zxp', 'forged.zxp', 'text.zxp']);
});

async function post(token: string, file: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(`${service.address}/admin/exchange`, {
    ...{ method: 'POST', headers: { authorization: `Bearer ${token}` }, body: file },
  });
}

test('an administrator sends the file over HTTP and gets the answer, or a code that says what is wrong', async () => {
  const { desk: ann, cut } = await joined('周宁');
  cut();
  await call(ann);
  const file = new Uint8Array(await stick.write(ann));
  const answered = await post(service.adminToken, file);
  expect(answered.headers.get('content-type')).toBe('application/octet-stream');
  expect(await stick.take(ann, new Uint8Array(await answered.arrayBuffer()))).toBeNull();
  expect(ann.state().sync.pending).toBe(0);
  const failed = async (body: Uint8Array<ArrayBuffer>) => {
    const reply = await post(service.adminToken, body);
    return [reply.status, failureOf({ status: reply.status, body: await reply.json() })];
  };
  expect(await failed(file.slice(0, 500))).toEqual([400, 'parcel-malformed']);
  const newer = file.slice();
  newer[12] = 9;
  expect(await failed(newer)).toEqual([400, 'protocol-unknown']);
  const forged = file.slice();
  forged[forged.length - 1] = forged.at(-1)! ^ 1;
  expect(await failed(forged)).toEqual([403, 'parcel-forged']);
  expect(await failed(new Uint8Array(40 * 1024 * 1024))).toEqual([413, 'too-large']);
  const described = (await get(service.address, '/openapi.json')).body as { paths: Record<string, { post: unknown }> };
  const bytes = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } };
  expect(described.paths['/admin/exchange']?.post).toMatchObject({
    ...{ 'x-access': 'administrator', requestBody: { content: bytes }, responses: { 200: { content: bytes } } },
  });
  // What is logged tells of files and desks, never of what is in them.
  expect(service.log.join('')).not.toContain('13800001234');
});
