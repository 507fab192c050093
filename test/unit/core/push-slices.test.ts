import { afterEach, beforeEach, expect, test } from 'vitest';
import { followPush } from '#shared/contract/follow.ts';
import type { Push } from '#shared/contract/rpc.ts';
import type { DeskState } from '#shared/contract/views.ts';
import { TestDesk } from '#kit/desk.ts';
import { ringAndTake } from '#kit/desk-work.ts';

let desk: TestDesk;
let shown: DeskState;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  await desk.do('contact.open', { channel: 'chat', direction: 'inbound', phone: '02100000001', callbackId: null });
  await news();
  shown = desk.state();
});
afterEach(() => desk.dispose());

/** What was pushed since the last call. */
async function news(): Promise<readonly Push[]> {
  await new Promise(setImmediate);
  return desk.client.pushes.splice(0);
}

/** What the windows have put together from all pushes, beside what they would be told if they opened now. */
async function shownAndTrue(): Promise<readonly [DeskState['countdowns'], DeskState['countdowns']]> {
  shown = (await news()).reduce(followPush, shown);
  return [shown.countdowns, desk.state().countdowns];
}

test('a countdown shows whom it is about as soon as that is known', async () => {
  const { id } = desk.contact();
  await desk.do('contact.command', { contactId: id, command: { type: 'answer' } });
  const caseId = desk.contact().case!.id;
  await desk.do('contact.command', { contactId: id, command: { type: 'classify', scenario: 'issue' } });
  await desk.do('callback.promise', { contactId: id, due: { preset: '2' }, reason: '' });
  for (const [field, text] of [
    ['customer.surname', '林'],
    ['customer.phone', '02100000002'],
  ] as const) {
    await desk.do('case.edit', { caseId, field, value: text });
    const [shown, truth] = await shownAndTrue();
    expect(shown).toEqual(truth);
    expect(JSON.stringify(shown)).toContain(text);
    await desk.do('case.settle', { caseId });
    const [after, still] = await shownAndTrue();
    expect(after).toEqual(still);
  }
});

test('a push has what changed and nothing else: no notes with a line, no other countdown with a hold', async () => {
  const { id } = desk.contact();
  await desk.do('contact.command', { contactId: id, command: { type: 'answer' } });
  const caseId = desk.contact().case!.id;
  const field = desk.pack.pack.commonFields[0]!.id;
  for (const each of [0, 1, 2]) {
    await desk.do('callback.promise', { contactId: id, due: { preset: '2' }, reason: `第${each}项` });
  }
  await ringAndTake(desk);
  const call = desk.contact();
  await news();

  await desk.do('case.edit', { caseId, field, value: '充不进电' });
  expect(await news()).toMatchObject([
    { contacts: { gone: [], put: [{ item: { id, case: { fields: { [field]: '充不进电' } } } }] }, timeline: [] },
  ]);
  await desk.do('contact.command', { contactId: call.id, command: { type: 'start-hold', reason: null } });
  const [held] = await news();
  const put = held!.contacts!.put.map(({ item }) => Object.keys(item).sort());
  expect(put).toEqual([['events', 'id', 'state']]);
  expect(held!.countdowns!.put.map(({ item }) => item.kind)).toEqual(['hold']);
  await desk.do('contact.command', { contactId: call.id, command: { type: 'end-hold', by: 'back' } });
  const [back] = await news();
  expect(back!.countdowns).toEqual({ gone: [`${call.id}:hold-1`], put: [] });
  const nothing = await desk.request('contact.command', {
    contactId: call.id,
    command: { type: 'end-hold', by: 'back' },
  });
  expect([nothing.ok, await news()]).toEqual([false, []]);
});

test('a close that can no longer be undone goes from every window, also from one that opened meanwhile', async () => {
  const { id } = desk.contact();
  await desk.do('contact.command', { contactId: id, command: { type: 'answer' } });
  await desk.do('contact.command', { contactId: id, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId: id, command: { type: 'close', leaveToBeCompleted: true } });
  shown = (await news()).reduce(followPush, shown);
  expect(shown.contacts.map((contact) => contact.id)).toEqual([id]);
  desk.clock.pass(5_001);
  expect(desk.state().contacts).toEqual([]);
  shown = (await news()).reduce(followPush, shown);
  expect(shown.contacts).toEqual([]);
});

test('a close goes at its moment, also when something else is done meanwhile', async () => {
  const { id } = desk.contact();
  await desk.do('contact.command', { contactId: id, command: { type: 'answer' } });
  await desk.do('contact.command', { contactId: id, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId: id, command: { type: 'close', leaveToBeCompleted: true } });
  desk.clock.pass(4_000);
  await desk.do('contact.open', { channel: 'chat', direction: 'inbound', phone: '', callbackId: null });
  shown = (await news()).reduce(followPush, shown);
  expect(shown.contacts.map((contact) => contact.id)).toContain(id);
  desk.clock.pass(1_001);
  shown = (await news()).reduce(followPush, shown);
  expect(shown.contacts.map((contact) => contact.id)).not.toContain(id);
});

test.each(['the list of countdowns cannot be read', 'the icon cannot be changed'])(
  'no window goes on from a push that it never got: %s',
  async (what) => {
    const { host, database } = desk;
    const [badge, prepare] = [host.badge, database.prepare];
    const { revision } = desk.workstation.parts.projection.open();
    await news();
    const refuse = (): never => {
      throw new Error('refused');
    };
    if (what.includes('icon')) host.badge = refuse;
    else
      database.prepare = ((text: string) =>
        text.includes('coalesce(callback.reason') ? refuse() : prepare(text)) as never;
    const { contactId } = await desk.do('contact.open', {
      ...{ channel: 'chat', direction: 'inbound', phone: '', callbackId: null },
    });
    Object.assign(host, { badge });
    database.prepare = prepare;
    await desk.do('contact.command', { contactId, command: { type: 'answer' } });
    const pushes = await news();
    const missed = pushes.some((push, index) => push.revision !== revision + index + 1);
    if (!missed) shown = pushes.reduce(followPush, shown);
    expect(missed || shown.contacts).toEqual(missed || desk.state().contacts);
    expect(missed).toBe(!what.includes('icon'));
  },
);
