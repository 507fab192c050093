import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';
import { givesNumber, ringAndTake } from '#kit/desk-work.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

test('a call goes from ring to close, and its case has everything that was said and typed', async () => {
  await ringAndTake(desk, 7_000);
  const contact = desk.contact();
  expect(contact.state).toMatchObject({
    phase: 'active',
    progress: { answer: { rings: 2, afterMs: 7_000 }, stage: 'greet' },
  });
  const caseId = contact.case?.id;
  if (caseId === undefined) throw new Error('no case');

  const greeting = await desk.do('line.use', {
    ...{ contactId: contact.id, lineId: desk.pack.pack.lines.greet?.[0]?.id ?? '', via: 'clipboard', fills: {} },
  });
  expect(greeting.text).toContain('云雀数码');
  expect(desk.host.clipboard).toBe(greeting.text);

  await desk.do('contact.command', { contactId: contact.id, command: { type: 'classify', scenario: 'issue' } });
  await desk.do('desk.press', { action: 'hold' });
  desk.clock.pass(61_000);
  expect(desk.contact().state).toMatchObject({ conversation: { line: { kind: 'hold', limitReached: true } } });
  expect(desk.host.notifications.map(({ code }) => code)).toEqual(['hold-limit']);
  await givesNumber(desk);
  const promised = await desk.do('callback.promise', { contactId: contact.id, due: { preset: '2' }, reason: '' });
  expect(promised.dueAt).toBe(desk.clock.wall() + 2 * 3_600_000);
  await desk.do('desk.press', { action: 'hold' });
  expect(desk.contact().state).toMatchObject({ progress: { holds: { count: 1, totalMs: 61_000, overLimit: 1 } } });

  await desk.do('contact.command', { contactId: contact.id, command: { type: 'end', by: 'customer' } });
  const refused = await desk.request('contact.command', {
    ...{ contactId: contact.id, command: { type: 'close', leaveToBeCompleted: false } },
  });
  expect(refused).toMatchObject({ ok: false, error: { code: 'fields-missing' } });
  for (const field of desk.contact().case?.missing ?? [])
    await desk.do('case.edit', { caseId, field, value: '已记录' });
  await desk.do('contact.command', { contactId: contact.id, command: { type: 'close', leaveToBeCompleted: false } });
  expect(desk.contact().state.phase).toBe('closed');
  expect(await desk.do('case.get', { caseId })).toMatchObject({ status: 'promised', missing: [] });

  await desk.do('contact.command', { contactId: contact.id, command: { type: 'undo-close' } });
  expect(desk.contact().state.phase).toBe('wrap-up');
  expect(await desk.do('case.get', { caseId })).toMatchObject({ status: 'open' });
});

test('sample data fills a new desk', async () => {
  const other = new TestDesk();
  await other.setUp({ sampleData: true });
  const page = await other.do('case.list', { range: 'all', before: null, limit: 200 });
  expect(page.items.length).toBe(14);
  expect(new Set(page.items.map(({ status }) => status))).toEqual(new Set(['promised', 'to-be-completed', 'done']));
  other.dispose();
});
