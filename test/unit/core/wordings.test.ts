import { afterEach, expect, test } from 'vitest';
import type { ContactEvent } from '#shared/domain/contact/event.ts';
import { progressOf } from '#shared/domain/contact/state.ts';
import { wordingIn } from '#shared/domain/pack/wording.ts';
import { changedPack } from '#kit/changed-pack.ts';
import { TestDesk } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';

const hello = {
  id: 'hello',
  text: '{customer.address|您}，您好。',
  variants: ['您好{customer.address|}，请讲。', '{customer.address}好。'],
};

let desk: TestDesk;
afterEach(() => desk.dispose());

async function talking(atMost = 2): Promise<string> {
  desk = new TestDesk({
    pack: changedPack(({ lines, address }) => ({
      lines: { ...lines, greet: [hello, ...(lines.greet ?? [])] },
      address: { ...address, atMost },
    })),
  });
  await desk.setUp();
  const caseId = await call(desk);
  await edit(desk, caseId, 'customer.title', 'ms');
  await edit(desk, caseId, 'customer.surname', '王');
  return desk.contact().id;
}

async function say(contactId: string, wording?: number): Promise<string> {
  const wish = { contactId, lineId: 'hello', via: 'spoken', fills: {} } as const;
  return (await desk.do('line.use', wording === undefined ? wish : { ...wish, wording })).text;
}

async function saidEvents(contactId: string): Promise<readonly ContactEvent[]> {
  const { items } = await desk.do('contact.timeline', { contactId, before: null, limit: 50 });
  return items
    .flatMap((item) => (item.kind === 'event' && item.event.type === 'line-used' ? [item.event] : []))
    .reverse();
}

test('a line is said in the wording that was asked for, and its log says which', async () => {
  const contactId = await talking(9);
  expect([await say(contactId), await say(contactId, 1), await say(contactId, 8)]).toEqual([
    ...['王女士，您好。', '您好王女士，请讲。', '王女士，您好。'],
  ]);
  const said = { type: 'line-used', line: 'hello', via: 'spoken', addressed: true };
  expect(await saidEvents(contactId)).toEqual([said, { ...said, wording: 1 }, said]);
});

test('R-ANS-5: said as often as the pack allows, the address gives way to what each line has instead', async () => {
  const contactId = await talking(2);
  await say(contactId);
  await say(contactId);
  expect(progressOf(desk.contact().state)?.addressed).toBe(2);
  expect([await say(contactId), await say(contactId, 1), await say(contactId, 2)]).toEqual([
    ...['您，您好。', '您好，请讲。', '您好。'],
  ]);
  expect(progressOf(desk.contact().state)?.addressed).toBe(2);
});

test('only a real address counts: what was said before the title was known does not', async () => {
  const contactId = await talking();
  await edit(desk, desk.contact().case!.id, 'customer.title', '');
  await say(contactId);
  expect(progressOf(desk.contact().state)?.addressed).toBeUndefined();
});

test('one contact begins with one wording, the next may begin with another, and turning leads through all', () => {
  const ids = Array.from({ length: 30 }, (_, at) => `0192-${(at * 7_919).toString(16).padStart(6, '0')}`);
  expect(new Set(ids.map((id) => wordingIn(id, hello)))).toEqual(new Set([0, 1, 2]));
  expect(wordingIn(ids[3]!, hello)).toBe(wordingIn(ids[3]!, hello));
  expect(new Set([0, 1, 2].map((steps) => wordingIn(ids[3]!, hello, steps)))).toEqual(new Set([0, 1, 2]));
  expect(wordingIn('no number', { id: 'x', text: 'x' }, 5)).toBe(0);
});
