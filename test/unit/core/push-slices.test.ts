import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestDesk } from '#kit/desk.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
  await desk.do('contact.open', { channel: 'chat', direction: 'inbound', phone: '02100000001', callbackId: null });
});
afterEach(() => desk.dispose());

/** What the windows have put together from all pushes, beside what they would be told if they opened now. */
async function shownAndTrue(): Promise<readonly [unknown, unknown]> {
  await new Promise(setImmediate);
  const shown = desk.client.pushes.map(({ changed }) => changed.countdowns).findLast((slice) => slice !== undefined);
  return [shown, desk.state().countdowns];
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

test('what moves no countdown does not send the list of them again', async () => {
  const { id } = desk.contact();
  await desk.do('contact.command', { contactId: id, command: { type: 'answer' } });
  const caseId = desk.contact().case!.id;
  await new Promise(setImmediate);
  desk.client.pushes.length = 0;
  await desk.do('case.edit', { caseId, field: desk.pack.pack.commonFields[0]!.id, value: '充不进电' });
  await new Promise(setImmediate);
  expect(desk.client.pushes.map(({ changed }) => Object.keys(changed).sort())).toEqual([
    ['contacts', 'focus', 'sync'],
  ]);
});
