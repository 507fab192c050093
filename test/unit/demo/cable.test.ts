import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Cable } from '../../../scripts/demo/cable.ts';

let cable: Cable;
/** Says everything back, in capitals. */
const echo = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => socket.write(chunk.toString().toUpperCase()));
});

beforeEach(async () => {
  echo.listen(0, '127.0.0.1');
  await once(echo, 'listening');
  cable = await Cable.lay((echo.address() as AddressInfo).port);
});
afterEach(async () => {
  await cable.remove();
  echo.close();
  await once(echo, 'close');
});

async function said(socket: Socket, words: string): Promise<string> {
  const answer = once(socket, 'data');
  socket.write(words);
  return String((await answer)[0]);
}

async function dial(): Promise<Socket> {
  const socket = connect(cable.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

test('what goes in at one end comes out at the other, both ways', async () => {
  const socket = await dial();
  expect(await said(socket, 'one')).toBe('ONE');
  expect(await said(socket, 'two')).toBe('TWO');
  socket.destroy();
});

test('pulled out: what runs is broken, what comes is refused; plugged in again, at the same port, it carries', async () => {
  const { port } = cable;
  const running = await dial();
  await said(running, 'one');
  const broken = once(running, 'error');
  cable.pullOut();
  expect(await broken).toMatchObject([{ code: 'ECONNRESET' }]);
  const refused = connect(port, '127.0.0.1');
  expect(await once(refused, 'error')).toMatchObject([{ code: 'ECONNRESET' }]);
  cable.plugIn();
  expect(cable.port).toBe(port);
  const again = await dial();
  expect(await said(again, 'back')).toBe('BACK');
  again.destroy();
});

test('the last words of one end reach the other', async () => {
  const farewell = 'x'.repeat(1_000_000);
  const speaker = createServer((socket) => void socket.end(farewell));
  speaker.listen(0, '127.0.0.1');
  await once(speaker, 'listening');
  cable.servicePort = (speaker.address() as AddressInfo).port;
  let heard = 0;
  for await (const chunk of connect(cable.port, '127.0.0.1')) heard += String(chunk).length;
  expect(heard).toBe(farewell.length);
  speaker.close();
});
