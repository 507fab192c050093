import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

/** From here on the database refuses `what`, until the returned function is called. */
function refuse(what: string): () => void {
  desk.database.exec(`CREATE TEMP TRIGGER refusal BEFORE ${what} BEGIN SELECT RAISE(FAIL, 'refused'); END`);
  return () => desk.database.exec('DROP TRIGGER refusal');
}

function notices(): readonly string[] {
  return desk.state().notices.map(({ code }) => code);
}

const chat = { channel: 'chat', direction: 'inbound', phone: '', callbackId: null } as const;

test('what the disk refuses in the background is told, waved away, and over with the next commit', async () => {
  await desk.do('contact.open', chat);
  await desk.do('contact.command', { contactId: desk.contact().id, command: { type: 'answer' } });
  const edit = { caseId: desk.contact().case!.id, field: desk.pack.pack.commonFields[0]!.id, value: '充不进电' };
  await desk.do('case.edit', edit);
  let allow = refuse('INSERT ON outbox');
  desk.clock.pass(10_000);
  expect(notices()).toEqual(['storage-failed']);
  await desk.do('desk.dismiss', { notice: desk.state().notices[0]!.id });
  desk.clock.pass(10_000);
  expect(notices()).toEqual([]);

  allow();
  desk.clock.pass(10_000);
  allow = refuse('INSERT ON outbox');
  expect(await desk.request('contact.open', chat)).toMatchObject({ ok: false });
  expect(notices()).toEqual(['storage-failed']);
  allow();
  await desk.do('contact.open', chat);
  expect(notices()).toEqual([]);
});

test('keys that could not be had are told as soon as the disk takes it', async () => {
  const wanted = desk.state().settings.keys.panel.system!;
  desk.host.taken.add(wanted);
  const allow = refuse('INSERT ON notice');
  await desk.do('settings.setKey', { action: 'hold', binding: { system: 'Control+Alt+F9', app: null } });
  expect(notices()).toEqual(['storage-failed']);
  allow();
  await desk.do('contact.open', chat);
  expect(desk.state().notices).toMatchObject([{ code: 'keys-not-bound', facts: { keys: wanted } }]);
});

test('keys that a host failed to bind are bound with the next change of a setting', async () => {
  const { bindSystemKeys } = desk.host;
  desk.host.bindSystemKeys = () => {
    throw new Error('no session');
  };
  await desk.do('settings.setKey', { action: 'panel', binding: { system: 'Control+Alt+F8', app: null } });
  desk.host.bindSystemKeys = bindSystemKeys;
  await desk.do('settings.change', { scale: 1.2 });
  desk.host.press('Control+Alt+F8');
  expect(desk.host.panel).toBe(true);
});
