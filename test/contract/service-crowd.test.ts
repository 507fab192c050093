import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeRequest } from '#shared/contract/sync.ts';
import { customer, failureOf, HttpDesk } from '#kit/service/http-desk.ts';
import { RunningService } from '#kit/service/running.ts';
import type { Gate } from '../../src-service/http/gate.ts';

const service = new RunningService();
const desks: HttpDesk[] = [];

beforeAll(async () => {
  await service.start();
  for (let at = 0; at < 3; at += 1) desks.push(await HttpDesk.enrol(service.address, await service.code()));
});

afterAll(() => service.dispose());

const gate = (): Gate => service.service.parts.gate;

/** As many as are served at once come and stay. */
async function crowd(): Promise<{ leave(): void }> {
  const admitted = [await gate().enter('returning').admission, await gate().enter('returning').admission];
  return {
    leave: () => {
      for (const each of admitted) if (each.kind === 'in') each.done();
    },
  };
}

test('while others are served a desk that comes back waits, and one that is up to date does not', async () => {
  const [back, current] = desks as [HttpDesk, HttpDesk];
  await current.sync();
  const others = await crowd();
  const order: string[] = [];
  back.act(customer('of the one that waits'));
  const waiting = back.sync().then(() => order.push('back'));
  current.act(customer('of the one that is up to date'));
  await current.sync();
  order.push('current');
  others.leave();
  await waiting;
  expect(order).toEqual(['current', 'back']);
});

test('who hangs up while it waits is forgotten', async () => {
  const [, , third] = desks as [HttpDesk, HttpDesk, HttpDesk];
  const others = await crowd();
  third.act(customer('sent twice'));
  const body = writeRequest(third.request());
  const headers = { authorization: `Bearer ${third.token}`, 'content-type': 'application/json' };
  const asked = fetch(`${service.address}/sync`, { method: 'POST', headers, body, signal: AbortSignal.timeout(300) });
  await expect(asked).rejects.toThrow();
  const again = third.sync();
  others.leave();
  expect(await again).toMatchObject({ kind: 'exchanged', lastSeq: 1 });
});

test('where there is no room for a body, a desk is told when to come again, before it is read', async () => {
  const [desk] = desks as [HttpDesk];
  const release = gate().keep(1_000_000_000);
  const answer = await fetch(`${service.address}/sync`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.token}`, 'content-type': 'application/json' },
    body: writeRequest(desk.request()),
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(failureOf({ status: 503, body: await answer.json() })).toBe('busy');
  release();
  expect((await desk.sync()).kind).toBe('exchanged');
});

test('what was in memory for answers is given back when they were read', async () => {
  for (const desk of desks) await desk.sync();
  await expect.poll(() => gate().bytes).toBe(0);
});
