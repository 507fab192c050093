import { statSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databasePath } from '#core/database/open.ts';
import { TestDesk } from '#kit/desk.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

/** Pages in the write-ahead log that are not in the file yet, and the end of the outbox as it was written down. */
function stand(): readonly [waiting: number, writtenDown: unknown] {
  const [log] = desk.database.pragma('wal_checkpoint(NOOP)') as [{ log: number; checkpointed: number }];
  return [log.log - log.checkpointed, desk.database.prepare('SELECT last_seq FROM device').pluck().get()];
}

async function work(): Promise<void> {
  await desk.do('contact.open', { channel: 'chat', direction: 'inbound', phone: '', callbackId: null });
}

test('what was committed stays in the log until the desk rests, then it is moved into the file', async () => {
  desk.clock.pass(2_000);
  const before = stand();
  expect(before[0]).toBe(0);
  await work();
  desk.clock.pass(900);
  await work();
  desk.clock.pass(900);
  const busy = stand();
  expect(busy[0]).toBeGreaterThan(0);
  expect(busy[1]).toBe(before[1]);
  desk.clock.pass(100);
  expect(stand()).toEqual([0, desk.workstation.parts.store.journal.lastSeq()]);
});

test('the log does not grow without end while nobody rests', () => {
  const { store } = desk.workstation.parts;
  const insert = desk.database.prepare('INSERT INTO notice (id, code, at, facts) VALUES (?, ?, 0, ?)');
  desk.database.pragma('synchronous=OFF');
  let largest = 0;
  for (let round = 0; round < 60; round += 1) {
    store.write(() => {
      for (let row = 0; row < 100; row += 1) insert.run(`${round}-${row}`, 'clock-shifted', 'x'.repeat(12_000));
      return { ok: true, value: undefined };
    });
    largest = Math.max(largest, statSync(`${databasePath(desk.folder.path)}-wal`).size);
  }
  expect(statSync(databasePath(desk.folder.path)).size).toBeGreaterThan(2 * largest);
});

test('a disk that refuses a checkpoint stops nothing, and it is tried again', async () => {
  desk.database.exec(`CREATE TEMP TRIGGER refusal BEFORE UPDATE ON device BEGIN SELECT RAISE(FAIL, 'refused'); END`);
  await work();
  desk.clock.pass(2_000);
  expect(stand()[0]).toBeGreaterThan(0);
  desk.database.exec('DROP TRIGGER refusal');
  await work();
  desk.clock.pass(2_000);
  expect(stand()[0]).toBe(0);
});
