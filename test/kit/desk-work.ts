import type { CaseId } from '#shared/base/ids.ts';
import { ok } from '#shared/base/result.ts';
import type { ConflictView } from '#shared/contract/views.ts';
import type { Change } from '#core/database/journal.ts';
import type { TestDesk } from './desk.ts';

/** A call that was answered, with its case. */
export async function call(desk: TestDesk, phone = '13800001234'): Promise<CaseId> {
  const wish = { channel: 'call', direction: 'inbound', phone, callbackId: null } as const;
  const { contactId } = await desk.do('contact.open', wish);
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return desk.contact().case!.id;
}

/** A call rings for so long, and is taken, by the one key that does both. */
export async function ringAndTake(desk: TestDesk, ringMs = 0): Promise<void> {
  await desk.do('desk.press', { action: 'ring' });
  desk.clock.pass(ringMs);
  await desk.do('desk.press', { action: 'ring' });
}

/** The customer of the call in progress says where to call back. */
export async function givesNumber(desk: TestDesk, value = '13800001234'): Promise<void> {
  const caseId = desk.contact().case!.id;
  await desk.do('case.edit', { caseId, field: 'customer.phone', value });
}

/** A field that was typed and has settled. */
export async function edit(desk: TestDesk, caseId: CaseId, field: string, value: string): Promise<void> {
  await desk.do('case.edit', { caseId, field, value });
  await desk.do('case.settle', { caseId });
}

export async function fieldsOf(desk: TestDesk, caseId: CaseId): Promise<Readonly<Record<string, string>>> {
  return (await desk.do('case.get', { caseId })).fields;
}

export async function conflictsOf(desk: TestDesk): Promise<readonly ConflictView[]> {
  return (await desk.do('sync.conflicts', { before: null, limit: 50 })).items;
}

/** An op that no program makes: the service puts it aside. */
export function journals(desk: TestDesk, change: Change): void {
  desk.workstation.parts.store.write((unit) => {
    unit.journal(change);
    return ok();
  });
}
