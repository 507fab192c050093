import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CustomerView } from '#shared/contract/views.ts';
import { TestDesk } from '#kit/desk.ts';
import { edit } from '#kit/desk-work.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

/** The customer of a chat that comes from this number. */
async function from(phone: string): Promise<CustomerView> {
  desk.clock.pass(1_000);
  const wish = { channel: 'chat', direction: 'inbound', phone, callbackId: null } as const;
  const { contactId } = await desk.do('contact.open', wish);
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return desk.contact().case!.customer;
}

test('R-ANS-4: one number is one customer, however it is written; it is shown as it was typed', async () => {
  const first = await from('138 0000 1234');
  for (const phone of ['13800001234', '+86 138-0000-1234', '１３８００００１２３４']) {
    expect((await from(phone)).id).toBe(first.id);
  }
  expect((await from('13800001234-8001')).id).not.toBe(first.id);
  expect((await from('13800001234')).phone).toBe('138 0000 1234');
});

test('a number that was corrected is the one that brings the customer', async () => {
  const { id } = await from('138 0000 1234');
  const caseId = desk.contact().case!.id;
  await edit(desk, caseId, 'customer.phone', '+86 139 0000 1234');
  expect((await from('13900001234')).id).toBe(id);
  expect((await from('13800001234')).id).not.toBe(id);
});

test.each(['', '匿名', '138****1234'])('nobody is known by “%s”', async (phone) => {
  expect((await from(phone)).id).not.toBe((await from(phone)).id);
});

test('a text that was pasted into the field of the number costs nobody the desk', async () => {
  await from('138 0000 1234');
  const caseId = desk.contact().case!.id;
  await edit(desk, caseId, 'customer.phone', '0086'.repeat(250_000));
  desk.restart();
  expect((await desk.do('case.get', { caseId })).customer.phone).toHaveLength(1_000_000);
});
