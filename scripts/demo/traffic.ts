import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { sampleSchema, type Sample } from '#shared/domain/pack/sample-schema.ts';
import { root } from '../door/root.mjs';
import type { DeskWindow } from './window.ts';

type Call = Sample['cases'][number] & { readonly phone: string };

/** Slow enough to be watched, quick enough that something new is there whenever one looks. */
const PAUSE_MS = 2_500;

/** Takes one call of the sample data after the other, as an agent would, until `signal` says stop. */
export async function takeCalls(desk: DeskWindow, signal: AbortSignal): Promise<void> {
  await hangUpAll(desk);
  const calls = sampleCalls();
  for (let turn = 0; !signal.aborted; turn += 1) {
    const call = calls[turn % calls.length];
    if (call === undefined) return;
    for await (const _ of oneCall(desk, call)) {
      if (!(await paused(signal))) return;
    }
  }
}

/** One call from the first ring to the close; it yields wherever an agent would take a moment. */
async function* oneCall(desk: DeskWindow, call: Call): AsyncGenerator<void> {
  const wish = { channel: 'call', direction: 'inbound', phone: call.phone, callbackId: null } as const;
  const { contactId } = await desk.do('contact.open', wish);
  yield;
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  await desk.do('contact.command', { contactId, command: { type: 'classify', scenario: call.scenario } });
  const caseId = desk.state.contacts.find(({ id }) => id === contactId)?.case?.id;
  if (caseId === undefined) return;
  for (const [field, value] of Object.entries(call.fields)) {
    yield;
    await desk.do('case.edit', { caseId, field, value });
    await desk.do('case.settle', { caseId });
  }
  yield;
  // A promise to call back that the two desks can take.
  await desk.do('callback.promise', { contactId, due: { preset: '2' }, reason: call.fields.demand ?? '' });
  await desk.do('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
  yield;
  await desk.do('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
}

/** What the demo of before was in the middle of, in a data folder that was kept. Whatever its phase: what can be ended is. */
async function hangUpAll(desk: DeskWindow): Promise<void> {
  for (const { id: contactId } of desk.state.contacts) {
    await desk.ask('contact.command', { contactId, command: { type: 'abandon' } });
    await desk.ask('contact.command', { contactId, command: { type: 'end', by: 'customer' } });
    await desk.ask('contact.command', { contactId, command: { type: 'close', leaveToBeCompleted: true } });
  }
}

function sampleCalls(): readonly Call[] {
  const file = join(root, 'resources', 'samples', 'zh-CN.json');
  const { cases, customers } = sampleSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return cases.map((item) => ({ ...item, phone: customers.find(({ id }) => id === item.customer)?.phone ?? '' }));
}

/** Whether the pause came to its end. */
async function paused(signal: AbortSignal): Promise<boolean> {
  try {
    await rest(PAUSE_MS, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
