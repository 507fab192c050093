import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#kit/desk.ts';
import { startLoopback } from '#kit/loopback-process.ts';

test('nothing listens on another interface', async () => {
  const folder = temporaryFolder('interfaces');
  const desk = await startLoopback({ dataFolder: folder.path });
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80'))
    .map(({ address }) => address);
  const besides = process.platform === 'linux' ? ['127.0.0.2'] : [];
  for (const host of ['::1', ...besides, ...outside]) {
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect(desk.port, host, () => resolve(true)).on('error', () => resolve(false));
      socket.on('close', () => socket.destroy());
    });
    expect(reached, host).toBe(false);
  }
  await desk.kill();
  folder.remove();
});
