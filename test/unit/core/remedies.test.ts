import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContactId } from '#shared/base/ids.ts';
import type { ContactEvent } from '#shared/domain/contact/event.ts';
import { progressOf } from '#shared/domain/contact/state.ts';
import { grantedBy, limitOf, remediesFor } from '#shared/domain/pack/remedies.ts';
import { changedPack } from '#kit/changed-pack.ts';
import { TestDesk } from '#kit/desk.ts';
import { call, edit } from '#kit/desk-work.ts';
import { withRemedies } from '#kit/remedy-pack.ts';

const loaded = changedPack(withRemedies);

let desk: TestDesk;
let contactId: ContactId;
beforeEach(async () => {
  desk = new TestDesk({ pack: loaded });
  await desk.setUp();
  await call(desk);
  contactId = desk.contact().id;
});
afterEach(() => desk.dispose());

async function wrong(kind = '迟到', gravity = '轻'): Promise<void> {
  const caseId = desk.contact().case!.id;
  await edit(desk, caseId, 'wrong-kind', kind);
  await edit(desk, caseId, 'wrong-gravity', gravity);
}

const grant = (remedy: string, amount: number, reason = '晚到三天') =>
  desk.request('remedy.grant', { contactId, remedy, amount, reason });

async function events(...types: readonly ContactEvent['type'][]): Promise<readonly ContactEvent[]> {
  const { items } = await desk.do('contact.timeline', { contactId, before: null, limit: 100 });
  const all = items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
  return all.filter(({ type }) => types.includes(type)).reverse();
}

describe('R-REM-1: what an agent may grant', () => {
  test('is granted at once, and recorded with amount, reason and who', async () => {
    await wrong();
    expect(await grant('voucher', 20)).toEqual({ ok: true, value: { kind: 'granted' } });
    const { items } = await desk.do('contact.timeline', { contactId, before: null, limit: 1 });
    const event = { type: 'remedy-granted', remedy: 'voucher', amount: 20, reason: '晚到三天' };
    expect(items[0]).toMatchObject({ by: '周宁', event });
    expect(progressOf(desk.contact().state)?.remedies).toEqual([{ remedy: 'voucher', amount: 20, granted: true }]);
  });

  test('above that, nothing is granted: who may is asked, and the customer is promised to hear of it', async () => {
    await wrong();
    const dueAt = desk.clock.wall() + 3_600_000;
    expect(await grant('voucher', 50)).toEqual({ ok: true, value: { kind: 'requested', of: 'lead', dueAt } });
    expect(await grant('spare', 0)).toMatchObject({ value: { kind: 'requested', of: 'lead' } });
    expect(await events('remedy-granted')).toEqual([]);
    expect(await events('remedy-requested')).toMatchObject([
      { remedy: 'voucher', amount: 50, of: 'lead' },
      { remedy: 'spare', amount: null },
    ]);
    const { items } = await desk.do('callback.list', { status: 'open', before: null, limit: 9 });
    expect(items.map(({ reason }) => reason).sort()).toEqual(['优惠券 50元 晚到三天', '备用机 晚到三天']);
  });

  test('what was granted for the matter before counts, also in an earlier contact: nobody gives in parts what is above them', async () => {
    await wrong();
    expect(await grant('voucher', 15)).toMatchObject({ value: { kind: 'granted' } });
    expect(await grant('voucher', 5)).toMatchObject({ value: { kind: 'granted' } });
    expect(await grant('voucher', 1)).toMatchObject({ value: { kind: 'requested', of: 'lead' } });
    expect(await grant('voucher', 31)).toEqual({ ok: false, error: { code: 'remedy-not-allowed' } });
    const caseId = desk.contact().case!.id;
    await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
    await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
    const [callback] = (await desk.do('callback.list', { status: 'open', before: null, limit: 9 })).items;
    const outbound = { channel: 'call', direction: 'outbound', phone: '', callbackId: callback!.id } as const;
    ({ contactId } = await desk.do('contact.open', outbound));
    await desk.do('contact.command', { contactId, command: { type: 'reach', party: 'customer' } });
    expect(desk.contact().case?.id).toBe(caseId);
    expect(await grant('voucher', 1)).toMatchObject({ value: { kind: 'requested', of: 'lead' } });
  });

  test('an amount that nobody may grant, no amount, or what the table does not allow is refused', async () => {
    const refusals = async () =>
      [await grant('voucher', 51), await grant('voucher', 0), await grant('gift', 0)].map((answer) =>
        answer.ok ? 'granted' : answer.error.code,
      );
    expect(await refusals()).toEqual(['remedy-not-allowed', 'remedy-not-allowed', 'remedy-not-allowed']);
    await wrong();
    expect(await refusals()).toEqual(['remedy-not-allowed', 'amount-missing', 'remedy-not-allowed']);
    expect(await events('remedy-granted', 'remedy-requested', 'callback-promised')).toEqual([]);
  });

  test('each may grant what those before may, and more', () => {
    const [, voucher, spare] = remediesFor(loaded.pack, { 'wrong-kind': '迟到', 'wrong-gravity': '轻' })!.allowed;
    expect((['agent', 'lead', 'supervisor'] as const).map((role) => limitOf(voucher!, role))).toEqual([20, 50, 50]);
    expect((['agent', 'lead'] as const).map((role) => limitOf(spare!, role))).toEqual([0, null]);
    expect([20, 20.5, 51].map((amount) => grantedBy(voucher!, amount))).toEqual(['agent', 'lead', null]);
    expect(remediesFor(loaded.pack, { 'wrong-kind': '态度', 'wrong-gravity': '轻' })).toBeNull();
  });
});

describe('R-ESC-1: a matter goes up', () => {
  test('with a promise of the time that the pack says', async () => {
    const dueAt = desk.clock.wall() + 900_000;
    const answer = await desk.do('contact.escalate', { contactId, escalation: 'up' });
    expect(answer.dueAt).toBe(dueAt);
    expect(await events('callback-promised', 'escalated')).toEqual([
      { type: 'callback-promised', callback: answer.callbackId, dueAt },
      { type: 'escalated', escalation: 'up', to: 'lead', callback: answer.callbackId, dueAt },
    ]);
    const line = { contactId, lineId: 'goes-up', via: 'spoken', fills: {} } as const;
    expect((await desk.do('line.use', line)).text).toContain('今天上午10:15前给您回电');
    desk.restart();
    expect(progressOf(desk.contact().state)?.escalated).toEqual(['up']);
  });

  test('not by a way that the pack does not have, and not for a customer who cannot be reached', async () => {
    expect(await desk.request('contact.escalate', { contactId, escalation: 'sideways' })).toMatchObject({
      error: { code: 'not-in-pack' },
    });
    await edit(desk, desk.contact().case!.id, 'customer.phone', '');
    const nobody = await desk.request('contact.escalate', { contactId, escalation: 'up' });
    expect(nobody).toMatchObject({ error: { code: 'no-number' } });
    expect(await events('escalated', 'callback-promised')).toEqual([]);
  });
});
