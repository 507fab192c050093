import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareHybrid } from '#shared/base/hybrid-clock.ts';
import type { CaseId } from '#shared/base/ids.ts';
import type { TimelineItem } from '#shared/contract/views.ts';
import { TestDesk } from '#kit/desk.ts';
import { edit } from '#kit/desk-work.ts';

const HOUR = 3_600_000;

let desk: TestDesk;
let caseId: CaseId;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

/** An answered call; the second one calls back about the case of the first. */
async function call(callbackId: string | null = null): Promise<string> {
  const direction = callbackId === null ? 'inbound' : 'outbound';
  const { contactId } = await desk.do('contact.open', { channel: 'call', direction, phone: '13800001234', callbackId });
  const answered =
    callbackId === null ? ({ type: 'answer' } as const) : ({ type: 'reach', party: 'customer' } as const);
  await desk.do('contact.command', { contactId, command: answered });
  caseId = desk.contact().case!.id;
  return contactId;
}

async function write(value: string): Promise<void> {
  await edit(desk, caseId, 'facts', value);
  desk.clock.pass(1_000);
}

async function promise(contactId: string): Promise<string> {
  const due = { preset: '2' };
  return (await desk.do('callback.promise', { contactId, due, reason: '查库存' })).callbackId;
}

async function finish(contactId: string): Promise<void> {
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  desk.clock.pass(10_000);
}

const nameOf = (item: TimelineItem): string => (item.kind === 'edit' ? item.value : item.event.type);

/** The oldest first, read two at a time. */
async function timeline(of: { contactId: string } | { caseId: string }): Promise<readonly TimelineItem[]> {
  const items: TimelineItem[] = [];
  let before: string | null = null;
  do {
    const page: { readonly items: readonly TimelineItem[]; readonly next: string | null } =
      'contactId' in of
        ? await desk.do('contact.timeline', { ...of, before, limit: 2 })
        : await desk.do('case.timeline', { ...of, before, limit: 2 });
    items.push(...page.items);
    before = page.next;
  } while (before !== null);
  return items.reverse();
}

test('a clock that is set back changes nothing in the order of what was done, and hides none of it', async () => {
  const contactId = await call();
  await write('before');
  desk.clock.set(-2 * HOUR);
  await write('after');
  await desk.do('contact.command', { contactId, command: { type: 'enter-stage', stage: 'listen' } });
  const items = await timeline({ contactId });
  expect(items.map(nameOf)).toEqual(['opened', 'answered', 'before', 'clock-shifted', 'after', 'stage-entered']);
  expect(items.slice(1).every((item, index) => compareHybrid(items[index]!.written, item.written) < 0)).toBe(true);
  expect((await timeline({ caseId })).map(nameOf)).toEqual(items.map(nameOf));
});

test('an edit is shown in the contact in which it was made, and in its case', async () => {
  const first = await call();
  await write('first call');
  const callbackId = await promise(first);
  await finish(first);
  await write('between the calls');
  const second = await call(callbackId);
  await write('second call');
  const edits = (items: readonly TimelineItem[]) => items.filter(({ kind }) => kind === 'edit').map(nameOf);
  expect(edits(await timeline({ contactId: first }))).toEqual(['first call']);
  expect(edits(await timeline({ contactId: second }))).toEqual(['second call']);
  expect(edits(await timeline({ caseId }))).toEqual(['first call', 'between the calls', 'second call']);
});

test('what is pushed and what is read is the same', async () => {
  const contactId = await call();
  desk.client.pushes.length = 0;
  await write('typed');
  await desk.do('contact.command', { contactId, command: { type: 'enter-stage', stage: 'listen' } });
  const pushed = desk.client.pushes.flatMap(({ timeline: news }) => news.flatMap(({ items }) => items));
  expect(await timeline({ contactId }).then((items) => items.slice(-2))).toEqual(pushed);
});
