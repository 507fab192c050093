import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROTOCOL, writeRequest } from '#shared/contract/sync.ts';
import { customer, failureOf, get, HttpDesk, post } from '#kit/service/http-desk.ts';
import { RunningService } from '#kit/service/running.ts';
import { routesOf } from '../../src-service/http/server.ts';

const WHO = ['nobody', 'wrong', 'revoked', 'agent', 'lead', 'supervisor', 'admin', 'token', 'metrics'] as const;
type Who = (typeof WHO)[number];

/** What each one is answered: a status, in the order of `WHO`. */
const RIGHTS: Readonly<Record<string, readonly number[]>> = {
  'POST /enrol': [403, 403, 403, 403, 403, 403, 403, 403, 403],
  'POST /challenge': [200, 200, 200, 200, 200, 200, 200, 200, 200],
  'POST /token': [403, 403, 403, 403, 403, 403, 403, 403, 403],
  'POST /renew': [403, 403, 403, 403, 403, 403, 403, 403, 403],
  'GET /parcel-keys': [401, 401, 200, 200, 200, 200, 200, 403, 403],
  'POST /admin/exchange': [401, 401, 403, 403, 403, 403, 400, 400, 403],
  'POST /sync': [401, 401, 200, 200, 200, 200, 200, 403, 403],
  'GET /live': [401, 401, 403, 200, 200, 200, 200, 403, 403],
  'POST /presence': [401, 401, 403, 200, 200, 200, 200, 403, 403],
  'GET /packs': [401, 401, 403, 200, 200, 200, 200, 403, 403],
  'GET /packs/:sha256': [401, 401, 403, 404, 404, 404, 404, 403, 403],
  'POST /images': [401, 401, 403, 200, 200, 200, 200, 403, 403],
  'GET /images/:sha256': [401, 401, 403, 404, 404, 404, 404, 403, 403],
  'POST /admin/packs': [401, 401, 403, 403, 403, 403, 409, 409, 403],
  'GET /admin/devices': [401, 401, 403, 403, 403, 403, 200, 200, 403],
  'POST /admin/devices/revoke': [401, 401, 403, 403, 403, 403, 404, 404, 403],
  'POST /admin/codes': [401, 401, 403, 403, 403, 403, 200, 200, 403],
  'GET /admin/quarantine': [401, 401, 403, 403, 403, 200, 200, 200, 403],
  'POST /admin/quarantine/release': [401, 401, 403, 403, 403, 404, 404, 404, 403],
  'POST /admin/quarantine/drop': [401, 401, 403, 403, 403, 404, 404, 404, 403],
  'GET /health': [200, 200, 200, 200, 200, 200, 200, 200, 200],
  'GET /ready': [200, 200, 200, 200, 200, 200, 200, 200, 200],
  'GET /metrics': [401, 401, 403, 403, 403, 403, 403, 200, 200],
  'GET /openapi.json': [200, 200, 200, 200, 200, 200, 200, 200, 200],
};

const metricsToken = 'm'.repeat(40);
const service = new RunningService({ metricsToken });
const desks: Partial<Record<Who, HttpDesk>> = {};

beforeAll(async () => {
  await service.start();
  for (const role of ['agent', 'lead', 'supervisor', 'admin'] as const) {
    desks[role] = await HttpDesk.enrol(service.address, await service.code(role));
  }
  desks.revoked = await HttpDesk.enrol(service.address, await service.code('admin'));
  await post(service.address, '/admin/devices/revoke', { device: desks.revoked.id }, service.adminToken);
});

afterAll(() => service.dispose());

function tokenOf(who: Who): string | null {
  if (who === 'nobody') return null;
  if (who === 'wrong') return 'w'.repeat(43);
  if (who === 'token') return service.adminToken;
  return who === 'metrics' ? metricsToken : desks[who]!.token;
}

function bodyOf(path: string, who: Who): string {
  const key = 'A'.repeat(43);
  const device = desks.agent!.id;
  const bodies: Readonly<Record<string, unknown>> = {
    '/enrol': { protocol: PROTOCOL, code: 'AAAA-BBBB-CCCC-DDDD', publicKey: key },
    '/challenge': { protocol: PROTOCOL, device },
    '/token': { protocol: PROTOCOL, device, challenge: key, signature: 'A'.repeat(86) },
    '/renew': { protocol: PROTOCOL, device, challenge: key, publicKey: key, signature: 'A'.repeat(86) },
    '/images': { protocol: PROTOCOL, format: 1, stream: 'branch:hz', from: 0 },
    '/presence': { protocol: PROTOCOL, name: '周宁', cases: [] },
    '/admin/devices/revoke': { device: 'no-such-device' },
    '/admin/codes': { branch: 'hz', role: 'agent' },
    '/admin/quarantine/release': { device, hash: 'x' },
    '/admin/quarantine/drop': { device, hash: 'x' },
  };
  if (path === '/sync') return writeRequest((desks[who] ?? desks.agent!).request());
  return JSON.stringify(bodies[path] ?? 'a pack');
}

test('the table names every route', () => {
  const routes = routesOf(service.service.parts).map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(RIGHTS).sort()).toEqual(routes.sort());
});

describe.each(Object.entries(RIGHTS))('%s', (route, statuses) => {
  test.each(WHO.map((who, at) => [who, statuses[at]] as const))('%s is answered %i', async (who, status) => {
    const [method = '', pattern = ''] = route.split(' ');
    const token = tokenOf(who);
    const stop = new AbortController();
    const answer = await fetch(`${service.address}${pattern.replace(':sha256', 'a'.repeat(64))}`, {
      method,
      signal: stop.signal,
      headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
      ...(method === 'POST' && { body: bodyOf(pattern, who) }),
    });
    stop.abort();
    expect(answer.status).toBe(status);
  });
});

describe('another branch', () => {
  test('sees no row, no head and no op that was put aside', async () => {
    const [hz, sh] = [await enrolled('agent', 'hz'), await enrolled('supervisor', 'sh')];
    hz.act(customer('c-hz'), { entity: 'nonsense', id: 'n', kind: 'update', body: {} });
    await hz.sync();
    const reply = await sh.sync();
    expect(reply.kind === 'exchanged' && Object.keys(reply.heads).sort()).toEqual(['branch:sh', 'shared']);
    expect(JSON.stringify(reply)).not.toContain('c-hz');
    expect(
      (await post(service.address, '/admin/quarantine/drop', { device: hz.id, hash: await hashOf(hz.id) }, sh.token))
        .status,
    ).toBe(404);
    const seen = await fetch(`${service.address}/admin/quarantine`, {
      headers: { authorization: `Bearer ${sh.token}` },
    });
    expect(await seen.json()).toEqual([]);
    const own = await fetch(`${service.address}/admin/quarantine`, {
      headers: { authorization: `Bearer ${desks.supervisor!.token}` },
    });
    expect(await own.json()).toMatchObject([{ device: hz.id, seq: 2, reason: 'unknown-entity' }]);
  });

  test('cannot be written to', async () => {
    const [hz, sh] = [await enrolled('agent', 'hz'), await enrolled('agent', 'sh')];
    sh.act({ entity: 'customer', id: 'c-hz', kind: 'update', body: { surname: '王' } });
    const reply = await sh.sync();
    expect(reply).toMatchObject({ quarantined: [{ seq: 1, reason: 'not-allowed' }] });
    expect(JSON.stringify(await hz.sync())).not.toContain('王');
  });

  test('gives no image, whether it is asked for by its stream or by its hash', async () => {
    const { database, images } = service.service.parts;
    const sh = await enrolled('agent', 'sh');
    const hz = await enrolled('agent', 'hz');
    hz.act(customer('c-image'));
    await hz.sync();
    expect(await images.covers('branch:hz', 1)).toBe(true);
    const [row] = await database.all('SELECT sha256 FROM image');
    const path = `/images/${String(row!.sha256)}`;
    const wish = { protocol: PROTOCOL, format: 1, stream: 'branch:hz', from: 0 };
    expect(failureOf(await post(service.address, '/images', wish, sh.token))).toBe('not-allowed');
    expect(failureOf(await get(service.address, path, sh.token))).toBe('not-found');
    expect((await get(service.address, path, hz.token)).status).toBe(200);
  });

  test('cannot be asked for by another device’s name', async () => {
    const [hz, sh] = [await enrolled('agent', 'hz'), await enrolled('agent', 'sh')];
    const answer = await sh.send(writeRequest(hz.request()));
    expect(answer).toMatchObject({ status: 403, body: { error: { code: 'not-allowed' } } });
  });
});

async function hashOf(device: string): Promise<string> {
  const [row] = await service.service.parts.database.all('SELECT hash FROM quarantine WHERE device = $1', [device]);
  return String(row!.hash);
}

async function enrolled(role: 'agent' | 'supervisor', branch: string): Promise<HttpDesk> {
  return HttpDesk.enrol(service.address, await service.code(role, branch));
}
