import { expect, test } from 'vitest';
import { listCountdowns } from '#core/countdowns/list-countdowns.ts';
import { TestDesk } from '#kit/desk.ts';
import { followPush } from '#shared/contract/follow.ts';
import type { Push } from '#shared/contract/rpc.ts';
import { Random } from '#kit/random.ts';

test('the countdowns that are shown are found by their indexes, without sorting all there are', () => {
  const desk = new TestDesk();
  const { prepare } = desk.database;
  let text = '';
  desk.database.prepare = (sql: string) => {
    text = sql;
    return prepare(sql);
  };
  listCountdowns(desk.database, 1);
  const plan = prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all({ limit: 1 });
  const reads = plan.map(({ detail }) => detail).filter((detail) => /\bcountdown\b.*USING/.test(detail));
  expect(reads).toEqual([
    'SEARCH countdown USING INDEX countdown_over (<expr>=?)',
    'SEARCH countdown USING INDEX countdown_next (next_at>?)',
    'SEARCH countdown USING INDEX countdown_over (<expr>=?)',
  ]);
  desk.dispose();
});

test('windows stay true when there are more countdowns than are shown', async () => {
  const desk = new TestDesk();
  await desk.setUp();
  desk.database.pragma('synchronous=OFF');
  const { contacts, promises, projection, store } = desk.workstation.parts;
  const opened = contacts.open({ channel: 'chat', direction: 'inbound', phone: '', callbackId: null });
  if (!opened.ok) throw new Error(opened.error.code);
  contacts.command(opened.value, { type: 'answer' });
  const random = new Random(7);
  const made: string[] = [];
  const promise = (): void => {
    const promised = promises.promise(opened.value, desk.clock.wall() + random.between(1, 500) * 60_000, '查询');
    if (promised.ok) made.push(promised.value.callbackId);
  };
  for (let n = 0; n < 310; n += 1) promise();
  let shown = projection.open();
  const pushes: Push[] = [];
  projection.onPush((push) => pushes.push(push));
  for (let step = 0; step < 60; step += 1) {
    if (random.chance(0.3)) promise();
    else if (random.chance(0.2)) desk.clock.pass(random.between(1, 20) * 60_000);
    else promises.withdraw(made.splice(random.between(0, made.length - 1), 1)[0] as never);
    store.tellNews();
    shown = pushes
      .splice(0)
      .reduce((before, push) => ({ ...followPush(before, push), revision: push.revision }), shown);
    expect(shown.countdowns).toEqual(listCountdowns(desk.database, 300));
  }
  desk.dispose();
});

test('what is late is on the icon from the start', async () => {
  const desk = new TestDesk();
  await desk.setUp();
  const { contactId } = await desk.do('contact.open', {
    ...{ channel: 'chat', direction: 'inbound', phone: '', callbackId: null },
  });
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  await desk.do('callback.promise', { contactId, due: { preset: '2' }, reason: '' });
  desk.clock.pass(3 * 3_600_000);
  desk.workstation.parts.store.tellNews();
  const { late } = desk.host;
  expect(late).toBeGreaterThan(0);
  desk.host.late = 0;
  desk.restart();
  expect(desk.host.late).toBe(late);
  desk.dispose();
});
