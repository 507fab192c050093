import type { Method } from '#shared/contract/rpc.ts';
import type { DeskState } from '#shared/contract/views.ts';
import type { WireClient } from '#kit/wire-client.ts';
import { examples } from './spoiled.ts';

type Ask = (method: Method, payload: unknown) => Promise<Record<string, unknown>>;

/** Work that needs every method once. */
export async function walk(ask: Ask): Promise<void> {
  await ask('desk.open', { window: 'desk' });
  await ask('desk.setUp', { ...examples['desk.setUp'], sampleData: true });
  for (const method of ['desk.break', 'desk.dismiss', 'desk.panel', 'settings.change', 'settings.setKey'] as const) {
    await ask(method, examples[method]);
  }
  await ask('settings.resetKeys', {});
  await ask('contact.open', examples['contact.open']);
  const call = { channel: 'call', direction: 'inbound', phone: '13800138000', callbackId: null };
  const { contactId } = await ask('contact.open', call);
  await ask('contact.focus', { contactId });
  await ask('contact.command', { contactId, command: { type: 'answer' } });
  await ask('contact.command', { contactId, command: { type: 'classify', scenario: 'issue' } });
  await ask('desk.press', { action: 'next-stage' });
  const desk = (await ask('desk.open', { window: 'panel' })) as unknown as DeskState;
  const caseId = desk.contacts.find(({ id }) => id === contactId)?.case?.id;
  const lineId = desk.packs[desk.activePack]?.lines.greet?.[0]?.id;
  await ask('line.use', { contactId, lineId, via: 'clipboard', fills: { 'company.name': '云雀数码' } });
  await ask('case.edit', { caseId, field: 'facts', value: '耳机左边没有声音' });
  await ask('case.settle', { caseId });
  await ask('case.classify', { caseId, scenario: 'consult' });
  await ask('case.get', { caseId });
  await ask('case.watch', { caseId });
  await ask('case.watch', { caseId: null });
  await ask('case.list', { range: 'today', before: null, limit: 3 });
  const again = await ask('contact.open', { ...call, channel: 'chat' });
  await ask('contact.goOn', { contactId: again.contactId });
  await ask('contact.focus', { contactId });
  await ask('contact.timeline', { contactId, before: null, limit: 200 });
  await ask('case.timeline', { caseId, before: null, limit: 2 });
  await ask('callback.read', examples['callback.read']);
  const { callbackId } = await ask('callback.promise', { contactId, due: { preset: '2' }, reason: '等仓库回话' });
  await ask('case.edit', { caseId, field: 'wrong-kind', value: '迟到' });
  await ask('case.edit', { caseId, field: 'wrong-gravity', value: '轻' });
  await ask('remedy.grant', { contactId, remedy: 'voucher', amount: 20, reason: '晚到三天' });
  await ask('remedy.grant', { contactId, remedy: 'voucher', amount: 30, reason: '' });
  await ask('contact.escalate', { contactId, escalation: 'up' });
  await ask('callback.list', { status: 'all', before: null, limit: 200 });
  await ask('callback.reschedule', { callbackId, words: '明天上午十点', outcome: null });
  await ask('callback.withdraw', { callbackId });
  await ask('sync.now', {});
  await ask('sync.conflicts', { before: null, limit: 10 });
  await ask('parcel.write', {});
  await ask('parcel.take', {});
  await ask('parcel.give', examples['parcel.give']);
  await ask('pack.choose', {});
  for (const method of ['pack.give', 'pack.trust', 'pack.distrust'] as const) await ask(method, examples[method]);
}

/** The same at one window of a desk, which need not understand all of it. */
export function walkAt(window: WireClient): Promise<void> {
  return walk(async (method, payload) => {
    const answer = (await window.ask(method, payload)) as { readonly value?: Record<string, unknown> };
    return answer.value ?? {};
  });
}
