import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Wire } from '#core/wire/wire.ts';
import { databasePrint } from '#kit/database-print.ts';
import { TestDesk, temporaryFolder } from '#kit/desk.ts';
import { dial, dialWindow, type DialledWindow, type Door } from '#kit/dialled-window.ts';
import { plainRequest } from '#kit/raw-http.ts';
import { listen } from '../../src-main/loopback/server.ts';
import { workstationContract, type Laid } from './workstation-contract.ts';

async function lay(desk: TestDesk): Promise<Laid & { readonly door: Door; dialled(): Promise<DialledWindow> }> {
  const pages = temporaryFolder('pages');
  const connect = (wire: Wire) => desk.workstation.connect(wire, 'desk');
  const server = await listen({ port: 0, pages: pages.path, connect });
  if (!server.ok) throw new Error('no port');
  const { port, address, close } = server.value;
  const door = { port, token: address.split('#token=')[1]! };
  const windows: DialledWindow[] = [];
  const dialled = async (): Promise<DialledWindow> => {
    const window = await dialWindow(door);
    windows.push(window);
    return window;
  };
  return {
    ...{ door, dialled },
    window: async () => (await dialled()).wire,
    close: async () => {
      for (const window of windows) window.close();
      await close();
      pages.remove();
    },
  };
}

workstationContract('over a WebSocket', lay);

describe('what only a socket can carry', () => {
  let desk: TestDesk;
  let laid: Awaited<ReturnType<typeof lay>>;
  beforeEach(async () => {
    desk = new TestDesk();
    laid = await lay(desk);
  });
  afterEach(async () => {
    await laid.close();
    desk.dispose();
  });

  test('text that is no JSON, binary frames and deep nesting are refused, and the connection goes on', async () => {
    const before = databasePrint(desk.database);
    const socket = await dial(laid.door);
    const got: unknown[] = [];
    socket.addEventListener('message', ({ data }) => got.push(JSON.parse(String(data))));
    const answered = new Promise((resolve) => socket.addEventListener('message', resolve, { once: true }));
    const nested = '['.repeat(200_000) + ']'.repeat(200_000);
    for (const text of ['', 'null', '{', 'desk.open', '\u0000', '[1,', '"\\ud800"', 'NaN', nested]) socket.send(text);
    socket.send(new Uint8Array([0, 255, 254, 128]));
    socket.send(new Uint8Array(1_000_000));
    // Binary or not, it is the same JSON.
    socket.send(Buffer.from(JSON.stringify({ t: 'q', m: 'request', a: ['nothing', null], i: 'last' })));
    await answered;
    expect(got).toEqual([{ t: 's', i: 'last', r: { ok: false, error: { code: 'unknown-method' } } }]);
    expect(databasePrint(desk.database)).toEqual(before);
    socket.close();
  });

  test('a frame beyond the limit ends its connection, and no other', async () => {
    const other = await laid.dialled();
    const socket = await dial(laid.door);
    const closed = new Promise<number>((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code), { once: true });
    });
    socket.send('x'.repeat(25 * 1024 * 1024));
    expect([1006, 1009]).toContain(await closed);
    expect(await other.client.ask('desk.open', { window: 'desk' })).toMatchObject({ ok: true });
  });

  test('a window whose connection broke comes back and is shown the same', async () => {
    const window = await laid.dialled();
    await window.client.request('desk.break', { on: true });
    window.drop();
    const again = await window.client.request('desk.open', { window: 'desk' });
    expect([again.ok && again.value.onBreak, window.redials()]).toEqual([true, 1]);
  });

  test('a hundred windows are all told, and those that left are forgotten', async () => {
    const windows = await Promise.all(Array.from({ length: 100 }, () => laid.dialled()));
    for (const window of windows.slice(10)) window.close();
    await windows[0]!.client.request('desk.break', { on: true });
    const last = await Promise.all(
      windows.slice(0, 10).map(({ client }) => client.request('desk.open', { window: 'desk' })),
    );
    expect(last.every((answer) => answer.ok && answer.value.onBreak)).toBe(true);
    expect(windows.map(({ client }) => client.pushes.length)).toEqual(windows.map((_, index) => (index < 10 ? 1 : 0)));
  });

  test('a connection that nobody ends does not keep the desk from stopping', async () => {
    const { port } = laid.door;
    const upgrade = { Host: `127.0.0.1:${port}`, Connection: 'Upgrade', Upgrade: 'websocket' };
    const requests = ['/%zz', '/wire', '/nothing'].map((path) => plainRequest('GET', path, upgrade));
    const sockets = [...requests, 'GET / HTTP/1.1\r\n', ''].map((text) =>
      connect({ port, allowHalfOpen: true }).end(text),
    );
    // The desk breaks them off.
    for (const socket of sockets) socket.on('error', () => undefined);
    await Promise.all(sockets.slice(0, 3).map((socket) => once(socket, 'data')));
    await laid.close();
    laid = await lay(desk);
    for (const socket of sockets) socket.destroy();
  });
});
