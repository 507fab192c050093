import { setTimeout as rest } from 'node:timers/promises';
import { HttpTransport } from '#core/sync/http-transport.ts';
import { FakeClock } from '../fake-clock.ts';
import { TestDesk } from '../desk.ts';
import type { RunningService } from './running.ts';

/** A desk that is set up and speaks HTTP; it belongs to no service yet. */
export async function deskBeside(service: RunningService, agentName: string, sampleData = false): Promise<TestDesk> {
  const clock = new FakeClock(service.now());
  const desk = new TestDesk({ clock, transport: new HttpTransport(clock) });
  await desk.setUp({ agentName, sampleData });
  return desk;
}

export async function join(desk: TestDesk, service: RunningService): Promise<void> {
  await desk.do('sync.enrol', { service: service.address, code: await service.code() });
}

/** Lets time pass at every desk until it is so; the test's own limit ends one that never is. */
export async function untilAt(desks: readonly TestDesk[], holds: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    for (const desk of desks) desk.clock.pass(20);
    if (await holds()) return;
    await rest(5);
  }
}
