import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';
import { CHAIN_START } from '#shared/domain/sync/op.ts';

test('sample data brings one promise that is late, which is told once, and nothing else of the past is', async () => {
  const desk = new TestDesk();
  await desk.setUp({ sampleData: true });
  desk.clock.pass(5_000);
  desk.restart();
  desk.clock.pass(5_000);
  expect(desk.host.notifications.map(({ code }) => code)).toEqual(['callback-due']);
  desk.dispose();
});

describe('a desk that leaves its samples behind', () => {
  let desk: TestDesk;
  beforeEach(async () => {
    desk = new TestDesk();
    await desk.setUp({ sampleData: true });
  });
  afterEach(() => desk.dispose());

  const cases = async () => (await desk.do('case.list', { range: 'all', before: null, limit: 50 })).items;
  const call = { channel: 'call', direction: 'inbound', phone: '', callbackId: null } as const;

  test('has nothing of them any more, in no window and after no restart, and nothing that a centre would get', async () => {
    const { device } = desk.workstation.parts.store.journal;
    expect(desk.state().settings.sampleData).toBe(true);
    expect((await cases()).length).toBeGreaterThan(3);
    await desk.do('desk.startEmpty', {});
    const empty = async () => {
      expect(await cases()).toEqual([]);
      expect(desk.state()).toMatchObject({ contacts: [], countdowns: [], sync: { pending: 0 } });
      expect(desk.state().settings).toMatchObject({ sampleData: false, company: '云雀数码' });
    };
    await empty();
    desk.restart();
    await empty();
    const told = desk.host.notifications.length;
    desk.clock.pass(86_400_000);
    expect(desk.host.notifications).toHaveLength(told);
    expect(desk.workstation.parts.store.journal.device).not.toBe(device);
  });

  test('still says what it has to say of itself', async () => {
    desk.host.taken.add('Control+Alt+H');
    desk.restart();
    const { notices } = desk.state();
    expect(notices).toMatchObject([{ code: 'keys-not-bound' }]);
    await desk.do('desk.startEmpty', {});
    expect(desk.state().notices).toEqual(notices);
  });

  test('goes on with a chain of its own', async () => {
    await desk.do('desk.startEmpty', {});
    await desk.do('contact.open', call);
    expect(desk.workstation.parts.store.journal.lastSeq()).toBeGreaterThan(0);
    const first = desk.database.prepare('SELECT dev_seq, prev_hash FROM outbox ORDER BY dev_seq LIMIT 1').get();
    expect(first).toEqual({ dev_seq: 1, prev_hash: CHAIN_START });
    desk.restart();
    expect(desk.state().contacts).toHaveLength(1);
  });

  test('does not do so in a contact, nor twice, nor without samples', async () => {
    await desk.do('contact.open', call);
    const before = await cases();
    expect(await desk.request('desk.startEmpty', {})).toEqual({ ok: false, error: { code: 'contact-in-progress' } });
    expect(await cases()).toEqual(before);
    const other = new TestDesk();
    await other.setUp();
    expect(await other.request('desk.startEmpty', {})).toEqual({ ok: false, error: { code: 'nothing-to-do' } });
    other.dispose();
  });
});
