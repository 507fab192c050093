import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { dial } from '#kit/dialled-window.ts';
import { refusedStart, startLoopback, type LoopbackDesk } from '#kit/loopback-process.ts';
import { plainRequest, rawRequest, type RawAnswer } from '#kit/raw-http.ts';

/** Anybody on the machine and any page in its browser can knock at the port; only the desk's own page may come in. */

const folder = temporaryFolder('security');
const seen: RawAnswer[] = [];
let desk: LoopbackDesk;
let self: string;
beforeAll(async () => {
  desk = await startLoopback({ dataFolder: folder.path });
  self = `127.0.0.1:${desk.port}`;
});
afterAll(async () => {
  await desk.kill();
  folder.remove();
});

async function send(request: string): Promise<RawAnswer> {
  const answer = await rawRequest(desk.port, request);
  seen.push(answer);
  return answer;
}

function get(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<RawAnswer> {
  return send(plainRequest(method, path, { Host: self, Connection: 'close', ...headers }));
}

function knock(headers: Readonly<Record<string, string>>): Promise<RawAnswer> {
  return get('/wire', {
    ...{ Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
    ...{ 'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers },
  });
}

const codeOf = ({ status, body }: RawAnswer): string => `${status} ${/"code":"([^"]*)"/.exec(body)?.[1] ?? ''}`;

test('the wire opens for the own page with the token of this start, and for nothing less', async () => {
  const Origin = `http://${self}`;
  const right = `zuoxi, token.${desk.token}`;
  const knocks: (readonly [string, string, Readonly<Record<string, string>>])[] = [
    ['no token', '401 wrong-token', { Origin }],
    ['only the protocol', '401 wrong-token', { Origin, 'Sec-WebSocket-Protocol': 'zuoxi' }],
    ['an empty token', '401 wrong-token', { Origin, 'Sec-WebSocket-Protocol': 'zuoxi, token.' }],
    ['a wrong token', '401 wrong-token', { Origin, 'Sec-WebSocket-Protocol': `zuoxi, token.${'A'.repeat(32)}` }],
    ['half a token', '401 wrong-token', { Origin, 'Sec-WebSocket-Protocol': right.slice(0, -3) }],
    ['more than the token', '401 wrong-token', { Origin, 'Sec-WebSocket-Protocol': `${right}A` }],
    ['no origin', '403 wrong-origin', { 'Sec-WebSocket-Protocol': right }],
    ...[
      'null',
      'http://evil.example',
      `https://${self}`,
      `http://${self}.evil.example`,
      `http://${self}@evil`,
      'file://',
    ].map(
      (origin) => [`from ${origin}`, '403 wrong-origin', { Origin: origin, 'Sec-WebSocket-Protocol': right }] as const,
    ),
    ['from another port', '403 wrong-origin', { Origin: 'http://127.0.0.1:1', 'Sec-WebSocket-Protocol': right }],
    [
      'from localhost, to 127.0.0.1',
      '403 wrong-origin',
      { Origin: `http://localhost:${desk.port}`, 'Sec-WebSocket-Protocol': right },
    ],
    [
      'a rebound name',
      '421 wrong-host',
      { Host: `evil.example:${desk.port}`, Origin, 'Sec-WebSocket-Protocol': right },
    ],
  ];
  for (const [what, expected, headers] of knocks) expect(codeOf(await knock(headers)), what).toBe(expected);
  const localhost = `localhost:${desk.port}`;
  const welcome = { Origin: `http://${localhost}`, Host: localhost, 'Sec-WebSocket-Protocol': right };
  expect((await knock(welcome)).status).toBe(101);
  (await dial(desk)).close();
  await expect(dial(desk, { path: `/wire?token=${desk.token}`, protocols: ['zuoxi'] })).rejects.toThrow('refused');
});

test('a code is given for the token only, and the token for a code once', async () => {
  const Origin = `http://${self}`;
  const post = (path: string, headers: Readonly<Record<string, string>>): Promise<RawAnswer> =>
    rawRequest(desk.port, plainRequest('POST', path, { Host: self, Connection: 'close', ...headers }));
  const Authorization = `Bearer ${desk.token}`;
  const askCode = async (): Promise<string> =>
    (JSON.parse((await post('/code', { Origin, Authorization })).body) as { readonly code: string }).code;

  const refusals: (readonly [string, string, string, Readonly<Record<string, string>>])[] = [
    ['no token', '/code', '401 wrong-token', { Origin }],
    ['a wrong token', '/code', '401 wrong-token', { Origin, Authorization: `${Authorization}A` }],
    ['another scheme', '/code', '401 wrong-token', { Origin, Authorization: `Basic ${desk.token}` }],
    ['no origin', '/code', '403 wrong-origin', { Authorization }],
    ['a foreign origin', '/code', '403 wrong-origin', { Origin: 'http://evil.example', Authorization }],
    ['a rebound name', '/code', '421 wrong-host', { Origin, Authorization, Host: `evil.example:${desk.port}` }],
    ['no code', '/token', '401 wrong-token', { Origin }],
    ['an empty code', '/token', '401 wrong-token', { Origin, 'X-Zuoxi-Code': '' }],
    ['a wrong code', '/token', '401 wrong-token', { Origin, 'X-Zuoxi-Code': 'A'.repeat(32) }],
    ['the token', '/token', '401 wrong-token', { Origin, 'X-Zuoxi-Code': desk.token }],
  ];
  for (const [what, path, expected, headers] of refusals)
    expect(codeOf(await post(path, headers)), what).toBe(expected);

  const code = await askCode();
  expect(codeOf(await post('/token', { 'X-Zuoxi-Code': code }))).toBe('403 wrong-origin');
  expect(codeOf(await post('/token', { Origin: 'http://evil.example', 'X-Zuoxi-Code': code }))).toBe(
    '403 wrong-origin',
  );
  const first = await post('/token', { Origin, 'X-Zuoxi-Code': code });
  expect(JSON.parse(first.body)).toEqual({ token: desk.token });
  expect(codeOf(await post('/token', { Origin, 'X-Zuoxi-Code': code }))).toBe('401 wrong-token');
  const asToken = { Origin, 'Sec-WebSocket-Protocol': `zuoxi, token.${await askCode()}` };
  expect(codeOf(await knock(asToken)), 'a code is no token').toBe('401 wrong-token');
});

test.skipIf(process.platform !== 'linux')(
  'the browser is started without the token, also by a second start',
  async () => {
    const own = temporaryFolder('opened');
    const opened = join(own.path, 'opened');
    const browser = join(own.path, 'browser.sh');
    writeFileSync(browser, `#!/bin/sh\necho "$@" >> '${opened}'\n`, { mode: 0o755 });
    const options = {
      dataFolder: join(own.path, 'data'),
      args: ['--open'],
      env: { BROWSER: browser, DISPLAY: '', XDG_CURRENT_DESKTOP: '' },
    };
    const first = await startLoopback(options);
    const addresses = (): string[] => (existsSync(opened) ? readFileSync(opened, 'utf8').trim().split('\n') : []);
    await expect.poll(() => addresses().length, { timeout: 10_000 }).toBe(1);
    expect((await refusedStart(options)).code).toBe(0);
    await expect.poll(() => addresses().length, { timeout: 10_000 }).toBe(2);
    for (const address of addresses()) {
      expect(address).not.toContain(first.token);
      const code = /^http:\/\/127\.0\.0\.1:\d+\/#code=(\S{32})$/.exec(address)?.[1] ?? address;
      const Host = `127.0.0.1:${first.port}`;
      const headers = { Host, Connection: 'close', Origin: `http://${Host}`, 'X-Zuoxi-Code': code };
      const answer = await rawRequest(first.port, plainRequest('POST', '/token', headers));
      expect(JSON.parse(answer.body)).toEqual({ token: first.token });
    }
    await first.kill();
    own.remove();
  },
);

test('a folder whose key lies in the key store of the system is left to the desktop app', async () => {
  const own = temporaryFolder('of-desktop');
  const data = join(own.path, 'data');
  await (await startLoopback({ dataFolder: data })).stop();
  renameSync(join(data, 'desk.key'), join(data, 'data-key.json'));
  const ending = await refusedStart({ dataFolder: data });
  expect(ending.code).toBe(1);
  expect(ending.output).toMatch(/belongs to the desktop app.*Open it with the desktop app/s);
  expect(existsSync(join(data, 'desk.key'))).toBe(false);
  own.remove();
});

test('a request to any other name is refused before anything is looked at', async () => {
  const names = [
    'evil.example',
    '127.0.0.1',
    '127.0.0.1:1',
    '[::1]',
    'localhost.',
    '0.0.0.0',
    '127.1',
    '2130706433',
    '',
  ];
  for (const name of names) {
    const answer = await get('/', {
      Host: name.includes(':1') || name === '127.0.0.1' ? name : `${name}:${desk.port}`,
    });
    expect(codeOf(answer), name).toBe('421 wrong-host');
  }
  expect(codeOf(await send('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'))).toBe('421 wrong-host');
  expect(codeOf(await send('GET / HTTP/1.0\r\n\r\n'))).toBe('421 wrong-host');
  expect(codeOf(await get('/', { Origin: 'http://evil.example' }))).toBe('403 wrong-origin');
});

test('no path leads out of the pages', async () => {
  const up = [
    '..',
    '%2e%2e',
    '%252e%252e',
    '..%5c',
    '..\\',
    '....//',
    '%c0%ae%c0%ae',
    '..;',
    '.%00.',
    '%2e%2e%2f',
    '..%2f',
  ];
  const paths = up.flatMap((step) => [`/${step}/package.json`, `/assets/${step}/${step}/${step}/package.json`]);
  const others = [
    '//etc/passwd',
    '/etc/passwd',
    '/%00',
    '/index.html%00.png',
    '/index.html/..',
    '/C:/',
    '/.built-from',
  ];
  const broken = ['/%', '/%zz', '/%e0%a4', `/${'a'.repeat(5_000)}`];
  for (const path of [...paths, ...others, ...broken, folder.path, `/${folder.path}/desk.key`]) {
    const answer = await get(path);
    expect([400, 404], `${path.slice(0, 60)} → ${answer.status}`).toContain(answer.status);
    expect(answer.body).toMatch(/^\{"ok":false,"error":\{"code":"(bad-request|not-found)"\}\}$/);
  }
});

test('other methods and what is no request get nothing', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
    expect((await get('/', {}, method)).status, method).toBe(404);
  }
  expect(
    (await send(`${plainRequest('POST', '/wire', { Host: self, 'Content-Length': '9' })}{"a":"b"}`)).status,
  ).not.toBe(200);
  const long = { Host: self, 'Content-Type': 'application/json', 'Content-Length': '5000' };
  expect((await send(`${plainRequest('POST', '/', long)}${'x'.repeat(5_000)}`)).status).toBe(413);
  for (const garbage of [
    'garbage\r\n\r\n',
    '\u0000\u0001\r\n\r\n',
    'BREW / HTTP/1.1\r\n\r\n',
    'CONNECT a:1 HTTP/1.1\r\n\r\n',
  ]) {
    expect(await send(garbage)).toEqual({ status: 0, head: '', body: '' });
  }
  expect((await get('/', { Cookie: 'a'.repeat(40_000) })).status).toBe(0);
});

test('every answer forbids the browser to do more than the desk needs', async () => {
  seen.push(await get('/'), await get('/index.html'), await get('/nothing-here'), await get('/', {}, 'HEAD'));
  const answered = seen.filter(({ status }) => status !== 0 && status !== 101);
  expect(answered.length).toBeGreaterThan(60);
  for (const { status, head } of answered) {
    const headers = head.toLowerCase();
    const wanted = [
      "content-security-policy: default-src 'none'; script-src 'self'",
      'x-content-type-options: nosniff',
    ];
    for (const header of [...wanted, 'referrer-policy: no-referrer', 'cross-origin-resource-policy: same-origin']) {
      expect(headers, `${status}: ${head.slice(0, 80)}`).toContain(header);
    }
    expect(headers).not.toMatch(/access-control-allow|x-powered-by|\nserver:|set-cookie/);
  }
});

test('the token stands in no answer and no log, and its file is for the owner only', async () => {
  await knock({ Origin: `http://${self}`, 'Sec-WebSocket-Protocol': `zuoxi, token.${desk.token.slice(1)}` });
  expect(seen.some(({ head, body }) => (head + body).includes(desk.token))).toBe(false);
  expect(readFileSync(join(folder.path, 'logs', 'desk.log'), 'utf8')).not.toContain(desk.token);
  if (process.platform !== 'win32') {
    for (const name of ['desk.running.json', 'desk.key', 'desk.key-mark', 'logs/desk.log']) {
      expect(statSync(join(folder.path, name)).mode & 0o077, name).toBe(0);
    }
  }
});
