import { connect } from 'node:net';
import { gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS, writeRequest } from '#shared/contract/sync.ts';
import { customer, failureOf, get, HttpDesk, post } from '#kit/service/http-desk.ts';
import { RunningService } from '#kit/service/running.ts';

const service = new RunningService({ requestTimeout: '1500' });
let desk: HttpDesk;

beforeAll(async () => {
  await service.start();
  desk = await HttpDesk.enrol(service.address, await service.code());
});

afterAll(() => service.dispose());

/** Everything that the service says to these bytes until it hangs up. */
function raw(bytes: string, drip?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = connect(service.port, '127.0.0.1', () => socket.write(bytes));
    const dripping = drip === undefined ? null : setInterval(() => socket.write(drip), 50);
    socket.on('data', (data) => (said += data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (dripping !== null) clearInterval(dripping);
      resolve(said);
    });
    socket.setTimeout(30_000, () => reject(new Error('the service waits for ever')));
  });
}

describe('compression', () => {
  test.each([
    ['zstd', zstdCompressSync],
    ['gzip', gzipSync],
  ] as const)('%s is understood and spoken', async (encoding, pack) => {
    const [hz] = [await HttpDesk.enrol(service.address, await service.code('agent', `zip-${encoding}`))];
    hz.act(...Array.from({ length: 40 }, (_, at) => customer(`${encoding}-${String(at)}`)));
    const answer = await fetch(`${service.address}/sync`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${hz.token}`, 'content-encoding': encoding, 'accept-encoding': encoding },
      },
      body: pack(writeRequest(hz.request())),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = encoding === 'zstd' && bytes[0] === 0x28 ? zstdDecompressSync(bytes).toString() : bytes.toString();
    expect(JSON.parse(text)).toHaveLength(11);
  });

  test.each([
    ['zstd', zstdCompressSync],
    ['gzip', gzipSync],
  ] as const)('a %s bomb is given up', async (encoding, pack) => {
    const bomb = pack(Buffer.alloc(LIMITS.bodyBytes * 4));
    expect(bomb.length).toBeLessThan(200_000);
    expect(failureOf(await desk.send(bomb, { 'content-encoding': encoding }))).toBe('too-large');
    const enrol = await fetch(`${service.address}/enrol`, {
      method: 'POST',
      headers: { 'content-encoding': encoding },
      body: bomb,
    });
    expect(enrol.status).toBe(413);
  });

  test('what is not understood, cut or not compressed at all is refused', async () => {
    const body = writeRequest(desk.request());
    expect(failureOf(await desk.send(body, { 'content-encoding': 'br' }))).toBe('encoding-unknown');
    expect(failureOf(await desk.send(body, { 'content-encoding': 'zstd' }))).toBe('malformed-request');
    const cut = zstdCompressSync(body).subarray(0, 20);
    expect(failureOf(await desk.send(cut, { 'content-encoding': 'zstd' }))).toBe('malformed-request');
  });
});

describe('a body', () => {
  test('that is too large is refused before it is read', async () => {
    expect(failureOf(await desk.send('[1,"'.padEnd(LIMITS.bodyBytes + 10, 'x')))).toBe('too-large');
    expect((await post(service.address, '/enrol', { code: 'x'.repeat(100_000) })).status).toBe(413);
  });

  test.each(['', '{', 'null', '[]', '[1]', '{"__proto__":{"a":1}}', '[1,"x",1e999,null,{},0,null,null]'])(
    'that is no exchange is refused: %s',
    async (body) => {
      expect(failureOf(await desk.send(body))).toBe('malformed-request');
    },
  );

  test('of a later protocol is told so', async () => {
    expect(failureOf(await desk.send('[2]'))).toBe('protocol-unknown');
  });

  test('with members that nobody asked for is refused', async () => {
    const wish = { branch: 'hz', role: 'agent', admin: true };
    expect(failureOf(await post(service.address, '/admin/codes', wish, service.adminToken))).toBe('malformed-request');
  });
});

describe('a slow sender', () => {
  test('of headers is hung up on', async () => {
    const said = await raw('POST /sync HTTP/1.1\r\nhost: x\r\n', 'x-a: b\r\n');
    expect(said).not.toContain('200');
  });

  test('of a body is hung up on', async () => {
    const head = `POST /sync HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${desk.token}\r\ncontent-length: 100000\r\n\r\n`;
    const said = await raw(head, ' ');
    expect(said).not.toContain('200');
    expect(await get(service.address, '/health')).toMatchObject({ status: 200 });
  });
});

describe('tricks', () => {
  test.each([
    '/packs/../../etc/passwd',
    '/packs/..%2f..%2fetc%2fpasswd',
    '/packs/%2e%2e/admin-token',
    '/packs/%00',
    '/packs/%ff',
    `/packs/${'a'.repeat(64)}/../../service.sqlite`,
    `/packs/${'A'.repeat(64)}`,
    `/packs/${'a'.repeat(5_000)}`,
    '//etc/passwd',
    '/admin/%2e%2e/health/../admin/devices',
    "/packs/' OR 1=1 --",
  ])('of a path open nothing: %s', async (path) => {
    const said = await raw(
      `GET ${path.replaceAll(' ', '%20')} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${desk.token}\r\nconnection: close\r\n\r\n`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 4\d\d|^$/u);
    expect(said).not.toContain('root:');
  });

  test('of SQL stay text', async () => {
    const id = "x'); DROP TABLE device; --";
    desk.act(customer(id, "'; DELETE FROM log; --"));
    expect(await desk.sync()).toMatchObject({ kind: 'exchanged', quarantined: [] });
    const { database } = service.service.parts;
    expect(await database.all('SELECT id FROM projection WHERE id = $1', [id])).toEqual([{ id }]);
    expect(
      failureOf(await post(service.address, '/admin/devices/revoke', { device: "' OR 1=1 --" }, service.adminToken)),
    ).toBe('not-found');
    expect(await database.device(desk.id)).toMatchObject({ revoked: false });
  });

  test('of headers split nothing', async () => {
    const split = await raw(
      `GET /packs HTTP/1.1\r\nhost: x\r\nauthorization: Bearer a\rset-cookie: b\r\nconnection: close\r\n\r\n`,
    );
    expect(split).not.toContain('set-cookie');
    const two = await raw(
      `POST /enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /admin/devices HTTP/1.1\r\n\r\n`,
    );
    expect(two).not.toContain('200 OK');
    expect(failureOf(await get(service.address, '/packs', 'x'.repeat(5_000)))).toBe('token-refused');
  });

  test('every answer carries the headers that keep it from a browser', async () => {
    for (const path of ['/health', '/nowhere', '/packs']) {
      const { headers } = await fetch(`${service.address}${path}`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });
});

test('who asks too often is told when to come again', async () => {
  const strict = await new RunningService({ enrolmentsPerMinute: '3' }).start();
  const enrol = { protocol: 1, code: 'AAAA-BBBB-CCCC-DDDD', publicKey: 'A'.repeat(43) };
  const answers = [];
  for (let at = 0; at < 5; at += 1) answers.push(failureOf(await post(strict.address, '/enrol', enrol)));
  expect(answers).toEqual(['code-refused', 'code-refused', 'code-refused', 'too-many-requests', 'too-many-requests']);
  const answer = await fetch(`${strict.address}/enrol`, { method: 'POST', body: JSON.stringify(enrol) });
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  await strict.dispose();
});
