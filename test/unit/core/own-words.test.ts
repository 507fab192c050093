import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';
import { ringAndTake } from '#kit/desk-work.ts';
import type { ContactId } from '#shared/base/ids.ts';
import type { ContactEvent } from '#shared/domain/contact/event.ts';

const OURS = '我们给您查一查物流，查到就告诉您';

let desk: TestDesk;
let contactId: ContactId;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  await ringAndTake(desk, 3_000);
  contactId = desk.contact().id;
});
afterEach(() => desk.dispose());

const plan = (words: string, overrideReason?: string) => ({
  ...{ contactId, lineId: 'solve-plan', via: 'clipboard' as const, fills: { 'case.plan': words } },
  ...(overrideReason !== undefined && { overrideReason }),
});

async function events(): Promise<readonly ContactEvent[]> {
  const { items } = await desk.do('contact.timeline', { contactId, before: null, limit: 50 });
  return items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
}

test('a line goes out as it is, also with harmless words of the agent in it', async () => {
  expect((await desk.do('line.use', plan(OURS))).text).toContain(OURS);
});

test('words of the agent that must not be said stop the line: nothing is handed over, and nothing is told as used', async () => {
  const answer = await desk.request('line.use', plan('随便您怎么弄'));
  expect(answer).toEqual({ ok: false, error: { code: 'wording-stopped', facts: { rules: 'R-WRD-1' } } });
  expect(desk.host.clipboard).not.toContain('随便');
  expect((await events()).map(({ type }) => type)).not.toContain('line-used');
});

test('so do those that stand in the case already', async () => {
  const caseId = desk.contact().case!.id;
  await desk.do('case.edit', { caseId, field: 'plan', value: '保证明天百分之百修好' });
  const answer = await desk.request('line.use', { ...plan(''), fills: {} });
  expect(answer).toMatchObject({ ok: false, error: { code: 'wording-stopped' } });
});

test('with a reason it goes out, and the log has rules and reason, never the words', async () => {
  const said = await desk.do('line.use', plan('随便您怎么弄', '客户要求原样转告'));
  expect(said.text).toContain('随便您怎么弄');
  const overridden = (await events()).filter(({ type }) => type === 'wording-overridden');
  expect(overridden).toEqual([
    { type: 'wording-overridden', line: 'solve-plan', rules: ['R-WRD-1'], reason: '客户要求原样转告' },
  ]);
  expect((await events()).map(({ type }) => type)).toContain('line-used');
});

test('a reason for what nothing stops is not told', async () => {
  await desk.do('line.use', plan(OURS, '没有理由'));
  expect((await events()).map(({ type }) => type)).not.toContain('wording-overridden');
});

test('what the customer said or wants is read back as it is', async () => {
  const fills = { 'case.facts': '你们说保证三天修好', 'case.demand': '全额退款' };
  const said = await desk.do('line.use', { contactId, lineId: 'listen-restate', via: 'clipboard', fills });
  expect(said.text).toContain('全额退款');
});

test('no window can have a line recorded that was not handed over here', async () => {
  const command = { type: 'use-line', line: 'solve-plan', via: 'clipboard' };
  const answer = await desk.request('contact.command', { contactId, command } as never);
  expect(answer).toMatchObject({ ok: false, error: { code: 'malformed-request' } });
  expect((await events()).map(({ type }) => type)).not.toContain('line-used');
});
