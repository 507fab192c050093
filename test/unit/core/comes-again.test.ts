import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContactId } from '#shared/base/ids.ts';
import type { ContactView } from '#shared/contract/views.ts';
import { TestDesk, zhPack } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let desk: TestDesk;
beforeEach(async () => {
  const { hash, pack } = zhPack();
  desk = new TestDesk({ pack: { hash, pack: { ...pack, returning: { withinDays: 30 } } } });
  await desk.setUp();
});
afterEach(() => desk.dispose());

async function comes(phone = '13800001234', channel: 'call' | 'chat' = 'call'): Promise<ContactId> {
  const { contactId } = await desk.do('contact.open', { channel, direction: 'inbound', phone, callbackId: null });
  return contactId;
}

async function ends(contactId: ContactId): Promise<void> {
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
}

/** A call about headphones, on the morning of the first day. */
async function earlierCall(phone = '13800001234'): Promise<ContactView> {
  await call(desk, phone);
  const contact = desk.contact();
  await desk.do('contact.command', { contactId: contact.id, command: { type: 'classify', scenario: 'issue' } });
  await edit(desk, contact.case!.id, 'facts', '左边没有声音');
  await ends(contact.id);
  return contact;
}

describe('who comes again', () => {
  test('R-ANS-6: on the same day, through any channel, is shown with the earlier case and its last line while it rings', async () => {
    const first = await earlierCall('138 0000 1234');
    desk.clock.pass(3 * HOUR);
    await comes('+86 13800001234', 'chat');
    const { earlier, case: none } = desk.contact();
    expect(none).toBeNull();
    expect(earlier).toMatchObject({
      standing: 'same-day',
      case: { number: first.case!.number, scenario: 'issue', status: 'to-be-completed' },
      last: { kind: 'edit', field: 'facts', value: '左边没有声音' },
    });
  });

  test('R-ANS-7: within the days of the pack is a returning customer, and after them a new one', async () => {
    await earlierCall();
    desk.clock.sleep(30 * DAY);
    const contactId = await comes();
    expect(desk.contact().earlier?.standing).toBe('returning');
    await desk.do('contact.command', { contactId, command: { type: 'abandon' } });
    desk.clock.sleep(DAY);
    await comes();
    expect(desk.contact().earlier).toBeNull();
  });

  test('the day is that of the calendar, not twenty-four hours', async () => {
    await earlierCall();
    desk.clock.sleep(14 * HOUR);
    await comes();
    expect(desk.contact().earlier?.standing).toBe('returning');
  });

  test('a number that is typed later tells who it is', async () => {
    const first = await earlierCall();
    const caseId = await call(desk, '');
    expect(desk.contact().earlier).toBeNull();
    await edit(desk, caseId, 'customer.phone', '13800001234');
    expect(desk.contact().earlier?.case.id).toBe(first.case!.id);
  });

  test('somebody else, and a number that is none, is new', async () => {
    await earlierCall('');
    await earlierCall();
    await comes('', 'chat');
    expect(desk.contact().earlier).toBeNull();
    await comes('13900001234');
    expect(desk.contact().earlier).toBeNull();
  });

  test('the line of the opening names the earlier matter', async () => {
    const { hash, pack } = zhPack();
    desk.dispose();
    const greet = [
      { id: 'again', text: '您还是为{previous.matter}的{previous.facts|那件事}来电吗？' },
      ...(pack.lines.greet ?? []),
    ];
    desk = new TestDesk({ pack: { hash, pack: { ...pack, lines: { ...pack.lines, greet } } } });
    await desk.setUp();
    await earlierCall();
    await call(desk);
    const wish = { contactId: desk.contact().id, lineId: 'again', via: 'spoken', fills: {} } as const;
    expect((await desk.do('line.use', wish)).text).toBe('您还是为问题反馈的左边没有声音来电吗？');
  });
});

describe('going on with the earlier case', () => {
  test('while it rings: the call is about that case from the first word, and no other is made', async () => {
    const first = await earlierCall();
    const contactId = await comes();
    await desk.do('contact.goOn', { contactId });
    await desk.do('contact.command', { contactId, command: { type: 'answer' } });
    expect(desk.contact()).toMatchObject({
      case: { id: first.case!.id, status: 'open', customer: { caseCount: 1 } },
      earlier: { standing: 'same-day', case: { id: first.case!.id } },
      state: { head: { scenario: 'issue' } },
    });
  });

  test('in the talk: what was typed comes along, notes below those of before, and the case that was left is not listed', async () => {
    const first = await earlierCall();
    await edit(desk, first.case!.id, 'model', 'T2');
    const left = await call(desk);
    await edit(desk, left, 'facts', '还是没有声音');
    await edit(desk, left, 'demand', '换一副');
    await edit(desk, left, 'model', 'T3');
    const { differing, notedIn } = await desk.do('contact.goOn', { contactId: desk.contact().id });
    expect({ differing, notedIn }).toEqual({ differing: [{ label: '设备型号', value: 'T3' }], notedIn: '事实' });
    expect(desk.contact().case).toMatchObject({
      id: first.case!.id,
      fields: { facts: '左边没有声音\n还是没有声音\n设备型号: T3', demand: '换一副', model: 'T2' },
      customer: { caseCount: 1 },
    });
    const { items } = await desk.do('case.list', { range: 'all', before: null, limit: 10 });
    expect(items.map(({ id }) => id)).toEqual([first.case!.id]);
    await ends(desk.contact().id);
    const { status } = await desk.do('case.get', { caseId: first.case!.id });
    expect(status).toBe('to-be-completed');
  });

  test('what is the same in both is not told apart', async () => {
    const first = await earlierCall();
    await edit(desk, first.case!.id, 'model', 'T2');
    const left = await call(desk);
    await edit(desk, left, 'model', 'T2');
    const carried = await desk.do('contact.goOn', { contactId: desk.contact().id });
    expect(carried).toEqual({ differing: [], notedIn: null });
    expect(desk.contact().case!.fields.facts).toBe('左边没有声音');
  });

  test('of several of one day the one with an open promise comes first, then what is open, then what says something', async () => {
    const promised = await call(desk);
    await desk.do('callback.promise', { contactId: desk.contact().id, due: { preset: '4' }, reason: '' });
    await ends(desk.contact().id);
    const full = await earlierCall();
    await call(desk);
    await ends(desk.contact().id);
    const contactId = await comes();
    expect(desk.contact().earlier?.case.id).toBe(promised);
    await desk.do('contact.command', { contactId, command: { type: 'abandon' } });
    const [callback] = (await desk.do('callback.list', { status: 'open', before: null, limit: 5 })).items;
    await desk.do('callback.withdraw', { callbackId: callback!.id });
    await comes();
    expect(desk.contact().earlier?.case.id).toBe(full.case!.id);
  });

  test('not for a new customer, and not once a callback was promised in the new case', async () => {
    await call(desk);
    const alone = await desk.request('contact.goOn', { contactId: desk.contact().id });
    expect(alone).toEqual({ ok: false, error: { code: 'nothing-to-do' } });
    await ends(desk.contact().id);
    await call(desk);
    const { id: contactId } = desk.contact();
    await desk.do('callback.promise', { contactId, due: { preset: '2' }, reason: '' });
    const late = await desk.request('contact.goOn', { contactId });
    expect(late).toEqual({ ok: false, error: { code: 'promised-here' } });
  });
});

describe('what is owed in a case that goes on', () => {
  const owed = () => desk.state().countdowns.flatMap(({ kind, detail }) => (kind === 'target' ? [detail] : []));
  const enters = (contactId: ContactId, stage: string) =>
    desk.do('contact.command', { contactId, command: { type: 'enter-stage', stage } });

  test('R-SLA-5: what the customer is told in the second contact is owed by the first no more', async () => {
    await earlierCall();
    expect(owed()).toEqual(['issue-plan', 'issue-progress']);
    desk.clock.pass(60_000);
    await call(desk);
    const { id } = desk.contact();
    await desk.do('contact.goOn', { contactId: id });
    await enters(id, 'solve');
    expect(new Set(owed())).toEqual(new Set(['issue-progress']));
    await enters(id, 'close');
    expect(owed()).toEqual([]);
  });

  test('also when it was told before it was clear that the matter is the same', async () => {
    await earlierCall();
    await call(desk);
    const { id } = desk.contact();
    await desk.do('contact.command', { contactId: id, command: { type: 'classify', scenario: 'issue' } });
    await enters(id, 'solve');
    expect(owed().filter((target) => target === 'issue-plan')).toHaveLength(1);
    await desk.do('contact.goOn', { contactId: id });
    expect(owed()).not.toContain('issue-plan');
  });
});

test('finding who comes again reads indexes only', async () => {
  await earlierCall();
  const plan = desk.database
    .prepare(
      `EXPLAIN QUERY PLAN SELECT contact.case_id FROM
         (SELECT id FROM customer WHERE phone_key = '1' AND phone_key <> '' UNION SELECT 'a') AS who
         JOIN service_case ON service_case.customer_id = who.id JOIN contact ON contact.case_id = service_case.id`,
    )
    .all()
    .map((step) => (step as { detail: string }).detail);
  expect(
    plan.filter((detail) => detail.startsWith('SCAN') && !detail.includes('who') && !detail.includes('CONSTANT')),
  ).toEqual([]);
});
