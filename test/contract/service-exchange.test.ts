import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { rawPublicKey } from '#parcel/keys.ts';
import { value, zhPack } from '#kit/desk.ts';
import { customer, failureOf, get, HttpDesk, post } from '#kit/service/http-desk.ts';
import { LiveEar } from '#kit/service/live-ear.ts';
import { PACK_KEY, signedPack, testPackKey } from '#kit/service/pack-key.ts';
import { RunningService } from '#kit/service/running.ts';
import { exchange } from '../../src-service/exchange.ts';
import { sqlitePath } from '../../src-service/service.ts';
import { openSqlite } from '../../src-service/storage/sqlite/store.ts';

const running: RunningService[] = [];

afterEach(async () => {
  for (const each of running.splice(0)) await each.dispose();
});

async function start(settings: Readonly<Record<string, string>> = {}, folder?: string): Promise<RunningService> {
  const service = new RunningService(settings, folder);
  running.push(service);
  return service.start();
}

async function enrolled(service: RunningService, branch = 'hz'): Promise<HttpDesk> {
  return HttpDesk.enrol(service.address, await service.code('agent', branch));
}

describe('an exchange', () => {
  test('brings what one desk wrote to the others of its branch', async () => {
    const service = await start();
    const [one, two] = [await enrolled(service), await enrolled(service)];
    one.act(customer('c1'), customer('c2'));
    await one.sync();
    const reply = await two.sync();
    const entries = reply.kind === 'exchanged' ? reply.pulls.flatMap((pull) => pull.entries) : [];
    expect(entries.map(({ id, seq, made }) => [id, seq, made?.device])).toEqual([
      ['c1', 1, one.id],
      ['c2', 1, one.id],
    ]);
  });

  test('whose reply was lost is repeated with the same outcome and changes nothing', async () => {
    const service = await start();
    const desk = await enrolled(service);
    desk.act(customer('c1'), { entity: 'nonsense', id: 'n', kind: 'update', body: {} });
    const [first, second] = [await desk.ask(), await desk.ask()];
    expect({ ...second, now: 0 }).toEqual({ ...first, now: 0 });
    const { database } = service.service.parts;
    expect(await database.all('SELECT id, head FROM stream')).toEqual([{ id: 'branch:hz', head: 1 }]);
    expect(await database.all('SELECT count(*) AS n FROM op')).toEqual([{ n: 2 }]);
  });

  test('survives a restart of the service', async () => {
    const service = await start();
    const desk = await enrolled(service);
    desk.act(customer('c1'));
    await desk.sync();
    await service.stop();
    await service.start();
    const moved = desk.at(service.address);
    moved.act(customer('c2'));
    expect(await moved.sync()).toMatchObject({ kind: 'exchanged', lastSeq: 2, forks: null });
  });

  test('of a revoked desk gives nothing and keeps what it brings for a supervisor', async () => {
    const service = await start();
    const desk = await enrolled(service);
    desk.act(customer('c1'));
    await post(service.address, '/admin/devices/revoke', { device: desk.id }, service.adminToken);
    expect(await desk.sync()).toEqual({ kind: 'revoked', epoch: expect.any(String) as string, forks: null });
    const aside = await get(service.address, '/admin/quarantine', service.adminToken);
    expect(aside.body).toMatchObject([{ device: desk.id, seq: 1, reason: 'revoked', op: { id: 'c1' } }]);
    const [{ hash }] = aside.body as readonly [{ readonly hash: string }];
    const release = { device: desk.id, hash };
    expect((await post(service.address, '/admin/quarantine/release', release, service.adminToken)).body).toEqual({
      outcome: 'applied',
    });
    expect(failureOf(await post(service.address, '/admin/quarantine/release', release, service.adminToken))).toBe(
      'not-found',
    );
    const other = await enrolled(service);
    expect(JSON.stringify(await other.sync())).toContain('c1');
  });
});

test('an op whose row never came can be tried again or dropped', async () => {
  const service = await start();
  const [desk, other] = [await enrolled(service), await enrolled(service)];
  desk.act({ entity: 'customer', id: 'later', kind: 'update', body: { surname: '王' } });
  desk.act({ entity: 'nonsense', id: 'n', kind: 'update', body: {} });
  await desk.sync();
  const aside = (await get(service.address, '/admin/quarantine', service.adminToken)).body as readonly {
    readonly hash: string;
  }[];
  const waiting = async (): Promise<string> => {
    const answer = await fetch(`${service.address}/metrics`, {
      headers: { authorization: `Bearer ${service.adminToken}` },
    });
    return /^zuoxi_quarantined_ops (\S+)$/mu.exec(await answer.text())?.[1] ?? '';
  };
  expect(await waiting()).toBe('2');
  const ask = (what: string, seq: number) =>
    post(
      service.address,
      `/admin/quarantine/${what}`,
      { device: desk.id, hash: aside[seq - 1]!.hash },
      service.adminToken,
    );
  expect((await ask('release', 1)).body).toEqual({ outcome: 'still-aside' });
  other.act(customer('later'));
  await other.sync();
  expect((await ask('release', 1)).status).toBe(404);
  expect((await ask('drop', 2)).body).toEqual({ ok: true });
  const { database } = service.service.parts;
  expect(await waiting()).toBe('0');
  expect(JSON.stringify(await database.all('SELECT state FROM projection'))).toContain('王');
});

describe('live', () => {
  test('tells where the streams are, then every commit, to the desks of the branch only', async () => {
    const service = await start();
    const [one, two, far] = [await enrolled(service), await enrolled(service), await enrolled(service, 'sh')];
    one.act(customer('c1'));
    await one.sync();
    const [ear, farEar] = [
      await LiveEar.open(service.address, two.token),
      await LiveEar.open(service.address, far.token),
    ];
    await ear.until(({ heard }) => heard.length >= 2);
    expect(ear.heard).toContainEqual({
      epoch: expect.any(String) as string,
      stream: 'branch:hz',
      prev: 1,
      seq: 1,
      entries: [],
    });
    one.act(customer('c2'));
    await one.sync();
    one.act(customer('c3'));
    await one.sync();
    await ear.until(({ heard }) => heard.some(({ seq }) => seq === 3));
    const told = ear.heard.filter(({ entries }) => entries.length > 0);
    expect(told.flatMap(({ entries }) => entries.map(({ id }) => id))).toEqual(['c2', 'c3']);
    expect(told[0]).toMatchObject({ stream: 'branch:hz', prev: 1 });
    expect(farEar.heard.map(({ stream }) => stream)).not.toContain('branch:hz');
    ear.close();
    farEar.close();
  });

  test('ends at once for a desk that is revoked', async () => {
    const service = await start();
    const desk = await enrolled(service);
    const ear = await LiveEar.open(service.address, desk.token);
    await post(service.address, '/admin/devices/revoke', { device: desk.id }, service.adminToken);
    await ear.until(({ ended }) => ended);
    await expect(LiveEar.open(service.address, desk.token)).rejects.toThrow('403');
  });

  test('ends when the service stops, and does not hold it up', async () => {
    const service = await start();
    const ear = await LiveEar.open(service.address, (await enrolled(service)).token);
    await service.stop();
    await ear.until(({ ended }) => ended);
  });

  test('hears what another process wrote, such as a command that takes in the file of a desk', async () => {
    const service = await start();
    const [one, two] = [await enrolled(service), await enrolled(service)];
    const ear = await LiveEar.open(service.address, two.token);
    const beside = value(openSqlite(sqlitePath(service.folder)));
    one.act(customer('c1'));
    const replied = await exchange({ ...service.service.parts, database: beside, metrics: null }, one.request());
    expect(replied).toMatchObject({ kind: 'exchanged', lastSeq: 1 });
    await ear.until(({ heard }) => heard.some(({ entries }) => entries.some(({ id }) => id === 'c1')));
    expect(ear.ended).toBe(false);
    ear.close();
    await beside.close();
  });
});

describe('a service restored from a backup', () => {
  async function restored(): Promise<{
    readonly service: RunningService;
    readonly one: HttpDesk;
    readonly late: HttpDesk;
  }> {
    const before = await start();
    const one = await enrolled(before);
    one.act(customer('kept'));
    await one.sync();
    const folder = mkdtempSync(join(tmpdir(), 'zuoxi-restored-'));
    expect(await before.service.parts.database.backup(join(folder, 'service.sqlite'))).toBe('done');
    copyFileSync(join(before.folder, 'admin-token'), join(folder, 'admin-token'));
    one.act(customer('lost'));
    await one.sync();
    const late = await enrolled(before);
    late.act(customer('of a desk that the backup does not know'));
    await late.sync();
    await before.stop();
    const service = await start({}, folder);
    return { service, one: one.at(service.address), late: late.at(service.address) };
  }

  test('notices it by itself, tells the desks and gets back what it lost', async () => {
    const { service, one, late } = await restored();
    expect(await one.sync()).toMatchObject({ kind: 'exchanged', forks: { 'branch:hz': 1 }, lastSeq: 1 });
    expect(service.log.join()).toContain('a new epoch begins');
    await one.sync();
    expect(failureOf(await late.answer(await late.challenge()))).toBe('unknown-device');
    await late.renew(late.enrolment.certificate);
    await late.sync();
    await late.sync();
    const { database } = service.service.parts;
    expect(await database.all('SELECT id FROM projection ORDER BY id')).toEqual([
      { id: 'kept' },
      { id: 'lost' },
      { id: 'of a desk that the backup does not know' },
    ]);
    expect(await database.epochs()).toHaveLength(2);
  });

  test('begins one epoch, however many desks tell at once', async () => {
    const { service, one } = await restored();
    await Promise.all(Array.from({ length: 6 }, () => one.ask()));
    expect(await service.service.parts.database.epochs()).toHaveLength(2);
  });
});

const PACK = signedPack(zhPack().pack);

test('a pack is stored once under its hash and never changes', async () => {
  const service = await start({ packKeys: PACK_KEY });
  const desk = await enrolled(service);
  const publish = () =>
    fetch(`${service.address}/admin/packs?label=spring`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service.adminToken}` },
      body: Buffer.from(PACK),
    }).then((answer) => answer.json() as Promise<{ readonly sha256: string }>);
  const [{ sha256 }, again] = [await publish(), await publish()];
  expect(again).toEqual({ sha256 });
  expect((await get(service.address, '/packs', desk.token)).body).toMatchObject([
    { sha256, label: 'spring', bytes: PACK.length },
  ]);
  const answer = await fetch(`${service.address}/packs/${sha256}`, {
    headers: { authorization: `Bearer ${desk.token}` },
  });
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(PACK);
  expect(answer.headers.get('cache-control')).toContain('immutable');
});

test.each([
  ['without keys', {}, PACK, 409, 'pack-no-keys'],
  ['of somebody else', { packKeys: rawPublicKey(testPackKey(9)) }, PACK, 403, 'pack-not-trusted'],
  ['that nobody signed', { packKeys: PACK_KEY }, signedPack({ a: 1 }, null), 403, 'pack-not-trusted'],
  ['with faults', { packKeys: PACK_KEY }, signedPack({ a: 1 }), 400, 'pack-malformed'],
  ['that is none', { packKeys: PACK_KEY }, new TextEncoder().encode('{"pack":1}'), 400, 'pack-malformed'],
] as const)('a pack %s is not published', async (_what, settings, pack, status, code) => {
  const service = await start(settings);
  const headers = { authorization: `Bearer ${service.adminToken}` };
  const body = Buffer.from(pack);
  const answer = await fetch(`${service.address}/admin/packs`, { method: 'POST', headers, body });
  expect([answer.status, await answer.json()]).toEqual([status, { ok: false, error: { code } }]);
  expect((await get(service.address, '/packs', (await enrolled(service)).token)).body).toEqual([]);
});

test('what is personal or secret is in no log', async () => {
  const service = await start({ logLevel: 'debug' });
  const code = await service.code();
  const desk = await HttpDesk.enrol(service.address, code, '王前台的机器');
  desk.act(customer('row-of-a-person', '13912345678'), {
    entity: 'case',
    id: 'x',
    kind: 'update',
    body: { 'fields.note': '身份证 110101199001011234' },
  });
  await desk.sync();
  await desk.send('[1,"13912345678"');
  await get(service.address, '/packs/13912345678?token=13912345678', desk.token);
  await get(service.address, '/nowhere/13912345678', service.adminToken);
  await fetch(`${service.address}/packs`, {
    headers: { authorization: 'Bearer 13912345678', 'user-agent': '13912345678' },
  });
  await service.service.parts.database.all('DROP TABLE quarantine');
  desk.act({ entity: 'nonsense', id: '13912345678', kind: 'update', body: {} });
  expect(failureOf(await desk.send(JSON.stringify([1, desk.id, 0, null, {}, 0, null, null])))).toBe('internal');
  const log = service.log.join('');
  expect(log).toContain('enrolled');
  expect(log).toContain('failed');
  const secrets = [code, code.replaceAll('-', ''), desk.token, service.adminToken, desk.enrolment.certificate];
  for (const text of ['13912345678', '110101199001011234', '王', 'row-of-a-person', '127.0.0.1', ...secrets]) {
    expect(log).not.toContain(text);
  }
});
