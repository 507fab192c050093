import { expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';
import { FakeClock } from '#kit/fake-clock.ts';
import { Central } from '#kit/service/central.ts';

/** Two desks whose part of a case number is the same by chance. */
const IDS = ['6f1c2a34-0000-4000-8000-000000000001', '9b1c2a34-0000-4000-8000-000000000001'];

test('two cases that have one number by chance are both on every desk', async () => {
  const clock = new FakeClock();
  const central = new Central(clock);
  await central.start();
  const desks = IDS.map((id) => new TestDesk({ clock, transport: central.transport('1', 'agent', id) }));
  for (const [at, desk] of desks.entries()) {
    await desk.setUp();
    await desk.do('sync.enrol', { service: 'https://service.invalid', code: 'AAAA-BBBB-CCCC' });
    const phone = `1380000000${String(at)}`;
    const wish = { channel: 'call', direction: 'inbound', phone, callbackId: null } as const;
    const { contactId } = await desk.do('contact.open', wish);
    await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  }
  for (let round = 0; round < 6; round += 1) {
    for (const desk of desks) {
      desk.workstation.parts.sync.poke();
      clock.pass(10);
      for (let tick = 0; tick < 30; tick += 1) await new Promise(setImmediate);
    }
  }
  for (const desk of desks) {
    const { items } = await desk.do('case.list', { range: 'all', before: null, limit: 50 });
    expect(items).toHaveLength(2);
    expect(new Set(items.map(({ number }) => number)).size).toBe(1);
    expect(desk.state().sync).toMatchObject({ phase: 'current', pending: 0 });
  }
  for (const desk of desks) desk.dispose();
  await central.dispose();
});
