import { afterEach, expect, test } from 'vitest';
import { changedPack } from '#kit/changed-pack.ts';
import { TestDesk } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';

let desk: TestDesk;
afterEach(() => desk.dispose());

async function deskThatRequires(requiredWhen: string): Promise<void> {
  const pack = changedPack(({ commonFields }) => ({
    commonFields: commonFields.map((field) => (field.id === 'care' ? { ...field, requiredWhen } : field)),
  }));
  desk = new TestDesk({ pack });
  await desk.setUp();
}

test('a field is required while the form says so', async () => {
  await deskThatRequires(`case.demand contains '老人'`);
  const caseId = await call(desk);
  const owes = async () => (await desk.do('case.get', { caseId })).missing.includes('care');
  await edit(desk, caseId, 'demand', '换货');
  expect(await owes()).toBe(false);
  await edit(desk, caseId, 'demand', '家里有老人，换货');
  expect(await owes()).toBe(true);
  await edit(desk, caseId, 'care', '老人');
  expect(await owes()).toBe(false);
});

test('what the contact is like counts too, and the debt that it left is there after a restart', async () => {
  await deskThatRequires('mood >= 2');
  const caseId = await call(desk);
  const { id: contactId } = desk.contact();
  expect(desk.contact().case?.missing).not.toContain('care');
  await desk.do('contact.command', { contactId, command: { type: 'tag-mood', mood: 'angry' } });
  expect(desk.contact().case?.missing).toContain('care');
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  expect(desk.contact().state).toMatchObject({ closing: { missing: ['scenario', 'demand', 'care'] } });
  desk.restart();
  expect((await desk.do('case.get', { caseId })).missing).toContain('care');
});
