import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ContactCommand } from '#shared/domain/contact/command.ts';
import { TestDesk } from '#kit/desk.ts';
import { wirePair } from '#kit/wire-pair.ts';
import { silentLog } from '#core/log.ts';
import { handlersOf } from '#core/wire/handlers.ts';
import { serveWire } from '#core/wire/serve.ts';
import { WireClient } from '#kit/wire-client.ts';

/** What was accepted must be readable ever after: facts are append-only and cannot be mended. */

let desk: TestDesk;
beforeEach(async () => {
  desk = new TestDesk();
  await desk.setUp();
});
afterEach(() => desk.dispose());

async function answeredCall() {
  const { contactId } = await desk.do('contact.open', {
    ...{ channel: 'call', direction: 'inbound', phone: '13800138000', callbackId: null },
  });
  await desk.do('contact.command', { contactId, command: { type: 'answer' } });
  return { contactId, caseId: desk.contact().case!.id };
}

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'an id called %s breaks no timeline',
  async (id) => {
    const { contactId, caseId } = await answeredCall();
    const commands: ContactCommand[] = [
      { type: 'enter-situation', situation: id },
      { type: 'enter-stage', stage: id },
      { type: 'classify', scenario: id },
      { type: 'tag-mood', mood: id },
      { type: 'arrange-transfer', department: id },
      { type: 'meet-target', target: id },
    ];
    for (const command of commands) await desk.request('contact.command', { contactId, command });
    await desk.request('case.edit', { caseId, field: id, value: 'x' });
    await desk.request('line.use', { contactId, lineId: id, via: 'spoken', fills: { [id]: 'x', [`case.${id}`]: 'x' } });
    const timeline = await desk.do('contact.timeline', { contactId, before: null, limit: 200 });
    expect(timeline.items.some((item) => item.kind === 'event' && item.event.type === 'situation-entered')).toBe(false);
    desk.restart();
    expect(await desk.do('contact.timeline', { contactId, before: null, limit: 200 })).toEqual(timeline);
  },
);

test('whether a surname was refused is yes or no; anything else would be stored as something else', async () => {
  const { caseId } = await answeredCall();
  const field = 'customer.surnameDeclined';
  expect(await desk.request('case.edit', { caseId, field, value: 'perhaps' })).toEqual({
    ...{ ok: false, error: { code: 'malformed-request', facts: { method: 'case.edit', at: 'value' } } },
  });
  await desk.do('case.edit', { caseId, field, value: 'true' });
  await desk.do('case.settle', { caseId });
  expect((await desk.do('case.get', { caseId })).customer.surnameDeclined).toBe(true);
});

test('neither log nor answer repeats what a malformed request was made of', async () => {
  const told: unknown[] = [];
  const write = (...line: unknown[]): void => void told.push(line);
  const log = { ...silentLog, info: write, warn: write, error: write };
  const [near, far] = wirePair();
  serveWire(far, handlersOf(desk.workstation.parts), { window: 'desk' as const }, log);
  const window = new WireClient(near);
  const { contactId } = await answeredCall();
  const key = 'Wang 13800138000';
  const attempts: (readonly [string, unknown])[] = [
    ['line.use', { contactId, lineId: 'x', via: 'spoken', fills: { [key]: 5 } }],
    ['line.use', { contactId, lineId: 'x', via: 'spoken', fills: {}, [key]: 5 }],
    ['contact.command', { contactId, command: { type: key } }],
    ['case.edit', { caseId: key, field: 'facts', value: key }],
    [key, {}],
  ];
  for (const [method, payload] of attempts) told.push(await window.ask(method, payload));
  near.post({ t: 'q', m: key, a: [key], i: 'id' });
  await window.ask('desk.open', { window: 'desk' });
  expect(told.length).toBeGreaterThan(attempts.length);
  expect(JSON.stringify(told)).not.toMatch(/Wang|13800138000/);
});
