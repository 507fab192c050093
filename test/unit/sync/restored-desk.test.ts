import { expect, test } from 'vitest';
import { EMPTY_DIGEST } from '#shared/domain/sync/digest.ts';
import { absorbReply } from '#shared/domain/sync/desk/absorb.ts';
import { prepareExchange } from '#shared/domain/sync/desk/prepare.ts';
import { entities } from '#shared/domain/sync/entities.ts';
import type { ExchangeReply } from '#shared/domain/sync/exchange.ts';
import type { Entry } from '#shared/domain/sync/row.ts';
import { Fuse } from '../../simulation/sync/crash.ts';
import { MemoryDeskStore } from '../../simulation/sync/memory-desk-store.ts';

const STREAM = 'branch:1';
const stamp = (wall: number, name: string) => ({ wall, counter: 0, device: 'other', op: wall, name });
const row = { entity: 'customer', id: 'a' };

function newDesk() {
  const store = new MemoryDeskStore({ device: 'd', entities, sha256: (text) => text, fuse: new Fuse() });
  const ask = (reply: (asked: ReturnType<typeof prepareExchange>) => ExchangeReply) => {
    const request = prepareExchange(store, 0, { ops: 500, testimony: 1, length: 1_000_000 });
    return { request, absorbed: absorbReply(store, entities, request, reply(request)) };
  };
  const told = (epoch: string, entries: readonly Entry[], from: number) =>
    ask(() => {
      const to = entries.at(-1)?.seq ?? from;
      const pulls = [{ stream: STREAM, from, to, entries, digest: null }];
      const nothing = { forks: null, lastSeq: 0, lastHash: '0'.repeat(64), quarantined: [], heads: {} };
      return { kind: 'exchanged', now: 0, epoch, ...nothing, pulls };
    });
  const restored = (epoch: string, fork: number) =>
    ask(() => {
      const nothing = { lastSeq: 0, lastHash: '0'.repeat(64), quarantined: [], heads: {}, pulls: [] };
      return { kind: 'exchanged', now: 0, epoch, forks: { [STREAM]: fork }, ...nothing };
    });
  return { store, ask, told, restored };
}

const made = (id: string, seq: number): Entry => {
  const values = { phone: '1', createdAt: 1 };
  return { ...row, id, seq, values, made: stamp(1, `made ${id}`), stamps: {}, before: 0 };
};

const edited = (seq: number, phone: string, wall: number): Entry => ({
  ...{ ...row, seq, values: { phone }, before: 1 },
  stamps: { phone: stamp(wall, phone) },
});

test('a restored service gives an older value first: the later one, which it was told, stays, and is told again until it is back', () => {
  const { store, told, restored } = newDesk();
  told('one', [made('a', 1), edited(2, 'late', 20)], 0);
  restored('two', 0);
  expect(told('two', [], 0).request.testimony).toMatchObject([{ id: 'a', values: { phone: 'late' } }]);
  told('two', [made('a', 1), edited(2, 'early', 10)], 0);
  expect(store.read(row)).toMatchObject({ phone: 'late' });
  // Restored again, to before it had given the later value back.
  restored('three', 2);
  expect(told('three', [], 2).request.testimony).toMatchObject([{ id: 'a', values: { phone: 'late' } }]);
  told('three', [edited(3, 'late', 20)], 2);
  restored('four', 3);
  expect(store.testimonyQueue(1)).toEqual([]);
  expect(store.status().cursors[STREAM]?.digest).not.toEqual(EMPTY_DIGEST);
});

test('a revoked desk that wrote nothing tells all that a restored service lost before it is over', () => {
  const { store, told, ask } = newDesk();
  told('one', [made('a', 1), made('b', 2)], 0);
  const outcomes = [{ [STREAM]: 0 }, null, null].map(
    (forks) => ask(() => ({ kind: 'revoked', epoch: 'two', forks })).absorbed,
  );
  expect(outcomes).toEqual([false, false, true].map((over) => ({ kind: 'revoked', over })));
  expect(store.testimonyQueue(1)).toEqual([]);
});

test('a reply to something else that the desk had asked does not end it', () => {
  const { store, told } = newDesk();
  told('one', [made('a', 1)], 0);
  const asked = prepareExchange(store, 0, { ops: 500, testimony: 1, length: 1_000_000 });
  for (const other of [{ epoch: 'none' }, { device: 'e' }, { acknowledged: 7 }]) {
    const absorbed = absorbReply(
      store,
      entities,
      { ...asked, ...other },
      { kind: 'revoked', epoch: 'one', forks: null },
    );
    expect(absorbed).toEqual({ kind: 'stale' });
  }
});
