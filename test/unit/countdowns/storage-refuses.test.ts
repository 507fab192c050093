import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';
import { givesNumber, ringAndTake } from '#kit/desk-work.ts';

const DAY = 86_400_000;

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  await ringAndTake(desk, 3_000);
});
afterEach(() => desk.dispose());

/** From here on the database refuses `what`, until the returned function is called. */
function refuse(what: string): () => void {
  desk.database.exec(`CREATE TEMP TRIGGER refusal BEFORE ${what} BEGIN SELECT RAISE(FAIL, 'refused'); END`);
  return () => desk.database.exec('DROP TRIGGER refusal');
}

function codes(): readonly string[] {
  return desk.host.notifications.map(({ code }) => code);
}

async function promise(): Promise<void> {
  await givesNumber(desk);
  await desk.do('callback.promise', { contactId: desk.contact().id, due: { preset: '2' }, reason: '查询' });
}

test('a countdown that cannot be written is tried again every second, not in a busy loop', async () => {
  await promise();
  const allow = refuse(`UPDATE ON countdown`);
  let looks = 0;
  const write = desk.workstation.parts.store.write.bind(desk.workstation.parts.store);
  desk.workstation.parts.store.write = (work) => {
    looks += 1;
    if (looks > 20_000) throw new Error('busy loop');
    return write(work);
  };
  desk.clock.pass(2 * 3_600_000 + 60_000);
  expect(codes()).toEqual([]);
  expect(looks).toBeGreaterThan(60);
  allow();
  desk.clock.pass(1_000);
  expect(codes()).toEqual(['callback-due']);
});

test('R-CB-3: who is told is told once, although the transaction had to be repeated', async () => {
  await promise();
  await promise();
  const last = desk.state().countdowns.at(-1);
  const allow = refuse(`UPDATE OF phase ON countdown WHEN OLD.id = '${last?.id ?? ''}'`);
  desk.clock.pass(2 * 3_600_000 + 10_000);
  expect(codes()).toEqual([]);
  allow();
  desk.clock.pass(1_000);
  expect(codes()).toEqual(['callback-due', 'callback-due']);
});

test('while a clock change cannot be followed, nothing fires by the wrong clock', async () => {
  await promise();
  await desk.do('desk.press', { action: 'hold' });
  desk.clock.pass(10_000);
  const allow = refuse('INSERT ON notice');
  desk.clock.set(DAY);
  desk.clock.pass(5_000);
  expect(codes()).toEqual([]);
  allow();
  desk.clock.pass(44_999);
  expect(codes()).toEqual([]);
  desk.clock.pass(1);
  expect(codes()).toEqual(['hold-limit']);
});

test('a host that fails to notify stops no other countdown', async () => {
  await promise();
  await desk.do('desk.press', { action: 'hold' });
  desk.host.notify = () => {
    throw new Error('no notification service');
  };
  desk.clock.pass(2 * 3_600_000 + 1_000);
  expect(desk.contact().state).toMatchObject({ conversation: { line: { limitReached: true } } });
  expect(desk.state().countdowns.map(({ kind, phase }) => [kind, phase])).toEqual([
    ['hold', 'due'],
    ['callback', 'due'],
  ]);
});

test('a damaged contact stops no countdown but its own', async () => {
  await promise();
  await desk.do('desk.press', { action: 'hold' });
  const { log } = desk.workstation.parts;
  const get = log.get.bind(log);
  log.get = (id) => {
    const row = get(id);
    if (row?.state.phase === 'active' && desk.clock.wall() > row.state.head.openedAt + 60_000)
      throw new TypeError('damaged');
    return row;
  };
  desk.clock.pass(2 * 3_600_000 + 1_000);
  expect(desk.workstation.parts.projection.open().countdowns.map(({ kind, phase }) => [kind, phase])).toEqual([
    ['hold', 'due'],
    ['callback', 'due'],
  ]);
  expect(codes()).toContain('callback-due');
});

test('a damaged contact keeps no other from following the clock, and no key of another from working', async () => {
  await promise();
  const other = desk.contact().id;
  const { contactId } = await desk.do('contact.open', {
    ...{ channel: 'chat', direction: 'inbound', phone: '', callbackId: null },
  });
  // As if it had been written last: from its events it would be mended.
  desk.database.prepare(`UPDATE contact SET state = '{"phase":"active"}', events = 9 WHERE id = ?`).run(contactId);
  desk.workstation.parts.store.forget();
  const due = (): number => desk.workstation.parts.callbacks.list('open', null, 1).items[0]!.dueAt;
  const before = due();
  desk.clock.set(3_600_000);
  desk.clock.pass(1_000);
  expect(due()).toBe(before + 3_600_000);
  await desk.do('contact.command', { contactId: other, command: { type: 'next-stage' } });
});
