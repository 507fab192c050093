import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContactId } from '#shared/base/ids.ts';
import { changedPack } from '#kit/changed-pack.ts';
import { TestDesk } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';
import { withRemedies } from '#kit/remedy-pack.ts';

const HOUR = 3_600_000;

let desk: TestDesk;
let contactId: ContactId;
let begun: number;
beforeEach(async () => {
  desk = new TestDesk({
    pack: changedPack((pack) => ({
      ...withRemedies(pack),
      businessHours: [{ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '10:30' }],
      targets: [
        { id: 'grave', name: '重大投诉方案', severity: 'grave', withinMs: HOUR, metByStage: 'solve' },
        {
          id: 'open',
          name: '工作时间答复',
          severity: 'light',
          withinMs: HOUR,
          counts: 'business',
          metByStage: 'solve',
        },
      ],
    })),
  });
  await desk.setUp();
  begun = desk.clock.wall();
  await call(desk);
  contactId = desk.contact().id;
  desk.clock.pass(60_000);
});
afterEach(() => desk.dispose());

const grade = (value: string) => edit(desk, desk.contact().case!.id, 'wrong-gravity', value);
const owed = () =>
  desk.state().countdowns.map(({ detail, startsAt, dueAt }) => [detail, startsAt - begun, dueAt - begun]);

test('R-SLA-5: a target of a severity runs once the form says so, from the beginning of the contact', async () => {
  expect(owed()).toEqual([]);
  await grade('重');
  expect(owed()).toEqual([['grave', 0, HOUR]]);
  desk.restart();
  expect(owed()).toEqual([['grave', 0, HOUR]]);
  await grade('');
  expect(owed()).toEqual([]);
});

test('one that counts in business hours is due when the branch is open again', async () => {
  await grade('轻');
  // The call came at ten, and the door closes at half past.
  expect(owed()).toEqual([['open', 0, 23.5 * HOUR]]);
});

test('a severity that is told after the plan was given owes nothing; one told in time is met by the plan', async () => {
  await grade('重');
  await desk.do('contact.command', { contactId, command: { type: 'enter-stage', stage: 'solve' } });
  expect(owed()).toEqual([]);
  expect(desk.contact().state).toMatchObject({ targetsMet: ['grave'] });
  await grade('轻');
  expect([owed(), desk.contact().state]).toMatchObject([[], { targetsMet: ['grave'] }]);
});

test('what is still owed after the close follows the form; what was over long ago does not begin anew', async () => {
  await grade('重');
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  const caseId = desk.workstation.parts.log.get(contactId)!.caseId!;
  expect(owed()).toHaveLength(1);
  await edit(desk, caseId, 'wrong-gravity', '');
  expect(owed()).toEqual([]);
  await edit(desk, caseId, 'wrong-gravity', '重');
  expect(owed()).toEqual([]);
});
