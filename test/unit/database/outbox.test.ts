import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { compareHybrid } from '#shared/base/hybrid-clock.ts';
import { CHAIN_START, hashOp, type Change, type Values } from '#shared/domain/sync/op.ts';
import { failure } from '#shared/contract/failure.ts';
import { TestDesk } from '#kit/desk.ts';
import { givesNumber, ringAndTake } from '#kit/desk-work.ts';

interface Op {
  readonly dev_seq: number;
  readonly entity: Change['entity'];
  readonly entity_id: string;
  readonly kind: Change['kind'];
  readonly body: string;
  readonly clock_wall: number;
  readonly clock_counter: number;
  readonly prev_hash: string;
  readonly hash: string;
}

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

function outbox(): readonly Op[] {
  return desk.database.prepare<[], Op>('SELECT * FROM outbox ORDER BY dev_seq').all();
}

async function work(): Promise<void> {
  await ringAndTake(desk, 3_000);
  const { id, case: matter } = desk.contact();
  await desk.do('case.edit', { caseId: matter?.id ?? '', field: 'customer.surname', value: '欧阳' });
  await desk.do('desk.press', { action: 'hold' });
  desk.clock.set(-86_400_000);
  desk.clock.pass(70_000);
  await givesNumber(desk);
  await desk.do('callback.promise', { contactId: id, due: { preset: '2' }, reason: '查到货' });
  await desk.do('contact.command', { contactId: id, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId: id, command: { type: 'close', leaveToBeCompleted: true } });
}

/** The hashes as somebody else would compute them, from the rows alone. */
function chain(ops: readonly Op[], device: string): readonly string[] {
  let prev = CHAIN_START;
  return ops.map(({ dev_seq: seq, entity, entity_id: id, kind, body, clock_wall, clock_counter }) => {
    const said = { seq, wall: clock_wall, counter: clock_counter, entity, id, kind, body: JSON.parse(body) as Values };
    prev = hashOp(device, said, prev, (text) => createHash('sha256').update(text).digest('hex'));
    return prev;
  });
}

test('the outbox is dense, ordered by the hybrid clock, and its chain of hashes holds, also over a restart', async () => {
  await work();
  desk.restart();
  await work();
  const ops = outbox();
  const { device } = desk.workstation.parts.store.journal;
  expect(ops.map(({ dev_seq }) => dev_seq)).toEqual(ops.map((_, index) => index + 1));
  expect(ops.map(({ hash }) => hash)).toEqual(chain(ops, device));
  expect(ops.slice(1).map(({ prev_hash }) => prev_hash)).toEqual(ops.slice(0, -1).map(({ hash }) => hash));
  const times = ops.map(({ clock_wall: wall, clock_counter: counter }) => ({ wall, counter }));
  expect(times.slice(1).every((time, index) => compareHybrid(times[index]!, time) < 0)).toBe(true);
});

test.each(['dev_seq', 'entity', 'entity_id', 'kind', 'body', 'clock_wall', 'clock_counter'] as const)(
  'a change of %s breaks the chain',
  async (column) => {
    await work();
    const ops = outbox();
    const { device } = desk.workstation.parts.store.journal;
    const at = ops.findIndex(({ entity }) => entity === 'contact-event');
    const forged = ops.map((op, index) => {
      if (index !== at) return op;
      const held = op[column];
      return {
        ...op,
        [column]: column === 'body' ? '{"forged":1}' : typeof held === 'number' ? held + 1 : `${held}x`,
      };
    });
    expect(chain(forged, device)[at]).not.toBe(ops[at]?.hash);
  },
);

test('the hash of an op is SHA-256 of its canonical JSON', async () => {
  await work();
  const { device } = desk.workstation.parts.store.journal;
  const texts = outbox().map(({ dev_seq: seq, entity, entity_id: id, kind, body, ...op }) => {
    const change = { entity, id, kind, body: JSON.parse(body) as unknown };
    return canonicalJson({ device, seq, clock: [op.clock_wall, op.clock_counter], prev: op.prev_hash, change });
  });
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  expect(outbox().map(({ hash }) => hash)).toEqual(texts.map(sha256));
});

test('a number is never given twice, also when all ops were acknowledged and cleared away', async () => {
  await work();
  const { journal } = desk.workstation.parts.store;
  const before = journal.lastSeq();
  const last = outbox().at(-1)?.hash;
  desk.workstation.parts.store.journal.writeDown();
  desk.database.exec('DELETE FROM outbox');
  desk.crash();
  await desk.do('contact.open', { channel: 'chat', direction: 'inbound', phone: '', callbackId: null });
  expect(outbox()[0]).toMatchObject({ dev_seq: before + 1, prev_hash: last });
});

test('every fact is in the outbox, in the order in which it happened', async () => {
  await work();
  const { log } = desk.workstation.parts;
  const facts = log.events(desk.state().contacts[0]!.id).map(({ event }) => event);
  const sent = outbox()
    .filter(({ entity }) => entity === 'contact-event')
    .map(({ body }) => (JSON.parse(body) as { event: unknown }).event);
  expect(sent).toEqual(facts);
});

test('a transaction that fails leaves neither the change nor its op', async () => {
  await work();
  const { store, log } = desk.workstation.parts;
  const before = [outbox(), desk.state().contacts, store.journal.lastSeq()];
  const id = desk.contact().id;
  const row = log.get(id)!;
  const refused = store.write((unit) => {
    log.append(unit, row, [{ type: 'close-undone' }], row.state);
    return failure('nothing-to-do');
  });
  expect(refused).toEqual(failure('nothing-to-do'));
  expect(() =>
    store.write((unit) => {
      log.append(unit, row, [{ type: 'close-undone' }], row.state);
      throw new TypeError('a fault in the code');
    }),
  ).toThrow('a fault in the code');
  desk.database.exec(`CREATE TEMP TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(FAIL, 'full'); END`);
  expect(await desk.request('contact.command', { contactId: id, command: { type: 'undo-close' } })).toMatchObject({
    ...{ ok: false, error: { code: 'storage-failed' } },
  });
  desk.database.exec('DROP TRIGGER full');
  expect([outbox(), desk.state().contacts, store.journal.lastSeq()]).toEqual(before);
});

test('what is told after a commit is not told when it is rolled back', () => {
  const { store } = desk.workstation.parts;
  const told: string[] = [];
  store.write((unit) => {
    unit.afterCommit(() => told.push('never'));
    return failure('nothing-to-do');
  });
  store.write((unit) => {
    unit.asOf(0).afterCommit(() => {
      told.push(desk.database.inTransaction ? 'within' : 'after');
      throw new Error('nobody listens');
    });
    return { ok: true, value: undefined };
  });
  expect(told).toEqual(['after']);
});
