import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '#shared/base/clock.ts';
import { HttpTransport } from '#core/sync/http-transport.ts';
import { loadEnrolled, type Enrolled } from '#core/sync/status.ts';
import type { Transport } from '#core/sync/transport.ts';
import type { TestDesk } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';
import { deskBeside, join, untilAt } from '#kit/service/over-http.ts';
import { RunningService } from '#kit/service/running.ts';

let service: RunningService;
let desk: TestDesk;
const until = (holds: () => boolean): Promise<void> => untilAt([desk], holds);

beforeEach(async () => {
  service = await new RunningService().start();
  desk = await deskBeside(service, '周宁');
  await join(desk, service);
  await until(() => desk.state().sync.phase === 'current');
});
afterEach(async () => {
  desk.dispose();
  await service.dispose();
});

test('who stops listening leaves no countdown behind, which would keep the program from ending', async () => {
  const enrolled = loadEnrolled(desk.database)!;
  let running = 0;
  const clock: Clock = {
    wall: () => service.now(),
    sinceBoot: () => 0,
    bootId: () => 'boot',
    after: () => {
      running += 1;
      return { dispose: () => void (running -= 1) };
    },
  };
  let heard = false;
  const hear = (): void => void (heard = true);
  const listening = new HttpTransport(clock).listen(
    enrolled,
    { onCommit: hear, onOthers: () => undefined },
    () => undefined,
  );
  await edit(desk, await call(desk), 'facts', '说一声');
  await until(() => heard && running > 0);
  listening.dispose();
  await until(() => running === 0);
});

const stalls: readonly (readonly [string, (answer: ServerResponse) => void])[] = [
  ['never begins', () => undefined],
  ['stops in the middle', (answer) => void answer.writeHead(200, { 'content-length': 1_000 }).write('half of it')],
];
const asks = [
  ['a pack', (to: Transport, enrolled: Enrolled) => to.pack(enrolled, 'a'.repeat(64))],
  ['the keys of files', (to: Transport, enrolled: Enrolled) => to.parcelKeys(enrolled)],
] as const;
test.each(asks.flatMap(([what, request]) => stalls.map(([how, half]) => [what, how, request, half] as const)))(
  '%s: an answer that %s is given up, so that sync goes on',
  async (_what, _how, request, half) => {
    const asked = Promise.withResolvers<undefined>();
    const stalling = createServer((_request, answer) => {
      half(answer);
      asked.resolve(undefined);
    });
    await new Promise<void>((listening) => stalling.listen(0, '127.0.0.1', listening));
    const { port } = stalling.address() as AddressInfo;
    const enrolled = { ...loadEnrolled(desk.database)!, service: `http://127.0.0.1:${String(port)}` };
    const answer = request(desk.transport, enrolled);
    let answered = false;
    void answer.then(() => (answered = true));
    await asked.promise;
    await until(() => {
      desk.clock.pass(1_000);
      return answered;
    });
    expect(await answer).toEqual({ ok: false, error: { code: 'unreachable' } });
    stalling.closeAllConnections();
    stalling.close();
  },
  10_000,
);
