import { afterEach, expect, test } from 'vitest';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { readPack } from '#shared/domain/pack/validate.ts';
import { hashPack } from '#core/scripts/load-pack.ts';
import { TestDesk, value, zhPack } from '#kit/desk.ts';
import { givesNumber, ringAndTake } from '#kit/desk-work.ts';

const MINUTE = 60_000;

let desk: TestDesk;
afterEach(() => desk.dispose());

/** An answered call on a desk whose pack has other numbers than the default one. */
async function callWith(change: (pack: Pack) => Partial<Pack>): Promise<string> {
  const { pack } = zhPack();
  const other = value(readPack({ ...pack, ...change(pack) }));
  desk = new TestDesk({ pack: { hash: hashPack(other), pack: other } });
  await desk.setUp();
  await ringAndTake(desk);
  return desk.contact().id;
}

test('a target warns when the pack says', async () => {
  const contactId = await callWith(() => ({ targetWarnAfter: 0.5 }));
  const from = desk.clock.wall();
  await desk.do('contact.command', { contactId, command: { type: 'classify', scenario: 'issue' } });
  const plan = desk.state().countdowns.find(({ detail }) => detail === 'issue-plan');
  expect([plan?.warnAt, plan?.dueAt]).toEqual([from + 30 * MINUTE, from + 60 * MINUTE]);
});

test('a short promise warns when the pack says', async () => {
  const contactId = await callWith(({ callback }) => ({ callback: { ...callback, shortWarnAfter: 0.8 } }));
  const from = desk.clock.wall();
  await givesNumber(desk);
  await desk.do('callback.promise', { contactId, due: { words: '10分钟内' }, reason: '' });
  const promise = desk.state().countdowns.find(({ kind }) => kind === 'callback');
  expect([promise?.warnAt, promise?.dueAt]).toEqual([from + 8 * MINUTE, from + 10 * MINUTE]);
});

test.each([
  [29_000, true],
  [31_000, false],
])('a close can be taken back for as long as the pack says (30 s, asked after %d ms)', async (wait, undone) => {
  const contactId = await callWith(() => ({ undoCloseMs: 30_000 }));
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  desk.clock.pass(wait);
  expect(desk.state().contacts.map(({ id }) => id)).toEqual(undone ? [contactId] : []);
  const answer = await desk.request('contact.command', { contactId, command: { type: 'undo-close' } });
  expect(answer.ok).toBe(undone);
});
