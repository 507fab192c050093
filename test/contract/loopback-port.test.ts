import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { startLoopback, type LoopbackDesk } from '#kit/loopback-process.ts';

/** The address that somebody has open, or kept, is that of the next start too; the token is not. */

let folder: ReturnType<typeof temporaryFolder>;
const running: LoopbackDesk[] = [];
beforeEach(() => {
  folder = temporaryFolder('port');
});
afterEach(async () => {
  for (const desk of running.splice(0)) await desk.kill();
  folder.remove();
});

async function start(port: number | 'last'): Promise<LoopbackDesk> {
  const desk = await startLoopback({ dataFolder: folder.path, port });
  running.push(desk);
  return desk;
}

async function occupy(port: number): Promise<Server> {
  const other = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  return other;
}

test('a desk that was killed, or stopped, is found on its port again, with another token', async () => {
  const first = await start('last');
  await first.kill();
  const second = await start('last');
  await second.stop();
  const third = await start('last');
  expect([second.port, third.port]).toEqual([first.port, first.port]);
  expect(new Set([first, second, third].map(({ token }) => token)).size).toBe(3);
});

test('a port that somebody else has by now is given up, and the new one is kept', async () => {
  const first = await start('last');
  await first.stop();
  const other = await occupy(first.port);
  const second = await start('last');
  expect(second.port).not.toBe(first.port);
  await second.stop();
  other.close();
  expect((await start('last')).port).toBe(second.port);
});

test('a port that was asked for is kept, unless it was left to the system', async () => {
  const free = await occupy(0);
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  await (await start(port)).stop();
  expect(readFileSync(join(folder.path, 'desk.port'), 'utf8')).toBe(String(port));
  await (await start(0)).stop();
  expect((await start('last')).port).toBe(port);
});
