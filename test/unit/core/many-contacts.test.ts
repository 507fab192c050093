import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { applyEvent } from '#shared/domain/contact/apply.ts';
import { NO_CONTACT, type ContactState } from '#shared/domain/contact/state.ts';
import type { Page } from '#shared/contract/rpc.ts';
import type { TimelineItem } from '#shared/contract/views.ts';
import { TestDesk } from '#kit/desk.ts';
import { ringAndTake } from '#kit/desk-work.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

async function chat(): Promise<string> {
  desk.clock.pass(10);
  const { contactId } = await desk.do('contact.open', {
    channel: 'chat',
    direction: 'inbound',
    phone: '',
    callbackId: null,
  });
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return contactId;
}

/** How often each statement ran while `work` was done, by its text. */
async function statements(work: () => Promise<unknown>): Promise<number> {
  const { database } = desk;
  const prepare = database.prepare.bind(database);
  let count = 0;
  database.prepare = (text: string) => {
    count += 1;
    return prepare(text);
  };
  await work();
  database.prepare = prepare;
  return count;
}

describe('many chats and one call at once', () => {
  test('each contact keeps its own state, and only one of them can be a call', async () => {
    const chats: string[] = [];
    for (let n = 0; n < 30; n += 1) chats.push(await chat());
    desk.clock.pass(10);
    await ringAndTake(desk);
    const call = desk.contact().id;
    const second = { channel: 'call', direction: 'inbound', phone: '', callbackId: null } as const;
    expect(await desk.request('contact.open', second)).toMatchObject({
      ok: false,
      error: { code: 'one-call-at-a-time' },
    });
    await desk.do('desk.press', { action: 'hold' });
    for (const [index, contactId] of chats.entries()) {
      if (index % 2 === 0)
        await desk.do('contact.command', { contactId, command: { type: 'classify', scenario: 'issue' } });
    }
    expect(
      await desk.request('contact.command', { contactId: chats[0]!, command: { type: 'start-hold', reason: null } }),
    ).toMatchObject({
      ...{ ok: false, error: { code: 'not-a-call' } },
    });
    desk.clock.pass(60_000);
    const { contacts, countdowns } = desk.state();
    expect(contacts.map(({ id }) => id)).toEqual([...chats, call]);
    expect(contacts.slice(0, 30).map(({ state }) => (state.phase === 'active' ? state.head.scenario : '?'))).toEqual(
      chats.map((_, index) => (index % 2 === 0 ? 'issue' : null)),
    );
    expect(contacts.at(-1)?.state).toMatchObject({ conversation: { line: { kind: 'hold', limitReached: true } } });
    expect(countdowns.filter(({ kind, phase }) => kind === 'hold' && phase === 'due').length).toBe(1);
    expect(countdowns.filter(({ detail }) => detail === 'chat-plan').length).toBe(30);
  });

  test('a key in one of them costs as many statements with 40 others as it costs with 20, for each contact shown', async () => {
    const cost = async (): Promise<number> =>
      await statements(async () => {
        const { id } = desk.contact();
        await desk.do('line.use', { contactId: id, lineId: 'greet-chat', via: 'spoken', fills: {} });
      });
    const costs: number[] = [];
    for (const open of [10, 20, 40]) {
      while (desk.state().contacts.length < open) await chat();
      costs.push(await cost());
    }
    const [ten = 0, twenty = 0, forty = 0] = costs;
    // Straight, not bent: twenty more contacts cost twice what ten more do.
    expect(forty - twenty).toBeLessThanOrEqual(2 * (twenty - ten) + 20);
    expect(forty).toBeLessThan(600);
  });
});

describe('a contact with 10,000 events', () => {
  const EVENTS = 10_000;
  let contactId: string;

  beforeEach(async () => {
    desk.database.pragma('synchronous=OFF');
    contactId = await chat();
    const { store, contacts } = desk.workstation.parts;
    const id = desk.contact().id;
    for (let at = desk.contact().events; at < EVENTS;) {
      desk.clock.pass(7);
      store.write((unit) => {
        for (let n = 0; n < 500 && at < EVENTS; n += 1, at += 1) {
          const done = contacts.commandIn(unit, id, { type: 'tag-mood', mood: n % 2 === 0 ? 'angry' : 'calm' });
          if (!done.ok) throw new Error(done.error.code);
        }
        return { ok: true, value: undefined };
      });
    }
  }, 60_000);

  test('is paged whole, newest first, and replays to its state; a further key writes and sends no more than before', async () => {
    const items: TimelineItem[] = [];
    let before: string | null = null;
    do {
      const page: Page<TimelineItem> = await desk.do('contact.timeline', { contactId, before, limit: 200 });
      items.push(...page.items);
      before = page.next;
    } while (before !== null);
    expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: EVENTS }, (_, index) => EVENTS - index));

    const { log } = desk.workstation.parts;
    const row = log.get(desk.contact().id)!;
    let state: ContactState = NO_CONTACT;
    for (const { event, at } of log.events(row.id)) {
      const applied = applyEvent(state, event, at);
      if (!applied.ok) throw new Error(JSON.stringify(applied.error));
      state = applied.value;
    }
    expect(row.state).toEqual(state);

    const pushes = desk.client.pushes.length;
    const tag = { contactId, command: { type: 'tag-mood', mood: 'anxious' } } as const;
    expect(await statements(() => desk.do('contact.command', tag))).toBeLessThan(60);
    const sent = desk.client.pushes.slice(pushes);
    expect(sent.length).toBe(1);
    expect(JSON.stringify(sent).length).toBeLessThan(20_000);
    expect(JSON.stringify(row.state).length).toBeLessThan(2_000);
  }, 60_000);
});
