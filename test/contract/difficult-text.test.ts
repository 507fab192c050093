import { MAX_TEXT } from '#shared/contract/rpc.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseId, ContactId } from '#shared/base/ids.ts';
import type { Answer, Method, Request } from '#shared/contract/rpc.ts';
import { temporaryFolder } from '#kit/desk.ts';
import type { DialledWindow } from '#kit/dialled-window.ts';
import { startLoopback, type LoopbackDesk } from '#kit/loopback-process.ts';

/** Whatever can be typed or pasted is kept as it is, through a real socket and a restart. */

const folder = temporaryFolder('text');
let desk: LoopbackDesk;
let window: DialledWindow;
let contactId: ContactId;
let caseId: CaseId;

type Value<M extends Method> = Extract<Answer<M>, { ok: true }>['value'];
async function ask<M extends Method>(method: M, payload: Request<M>): Promise<Value<M>> {
  const answer = await window.client.request(method, payload);
  if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
  return answer.value;
}

beforeAll(async () => {
  desk = await startLoopback({ dataFolder: folder.path });
  window = await desk.connect();
  await ask('desk.setUp', { company: '甲', department: '', agentName: '乙', agentNumber: '', sampleData: false });
  const call = { channel: 'call', direction: 'inbound', phone: '021', callbackId: null } as const;
  contactId = (await ask('contact.open', call)).contactId;
  await ask('contact.command', { contactId, command: { type: 'answer' } });
  caseId = (await ask('desk.open', { window: 'desk' })).contacts[0]!.case!.id;
});
afterAll(async () => {
  await desk.kill();
  folder.remove();
});

async function restart(): Promise<void> {
  await desk.kill();
  desk = await startLoopback({ dataFolder: folder.path });
  window = await desk.connect();
}

const FAMILY = '👨‍👩‍👧‍👦 🇨🇳 𠮷野家 𝒳 é';
const texts: Readonly<Record<string, string>> = {
  emoji: FAMILY,
  'right to left': 'שלום \u202e321\u202c العربية \u200f!',
  markup: '<img src=x onerror=alert(1)><script>alert(1)</script>&amp;"\'`${1}{{x}}',
  'NUL and controls': 'a\u0000b\u0001\u0008\u001b[31m\u007f\u0085\u2028\u2029\ufeff',
  'line ends': '\r\n\n\r\t  two  spaces  ',
  'other words for SQL': "'; DROP TABLE service_case; -- %_\\",
  'not normalised': 'e\u0301 \u00e9 \ufdfa',
  noncharacters: '\ufffe\uffff\u{10ffff}',
  'long without a space': '字'.repeat(199_990),
};

test('text of every kind is given back as it was typed: at once, settled, in the history, after a crash', async () => {
  const fields = ['facts', 'feelings', 'demand', 'care', 'customer.surname', 'customer.phone'];
  for (const [what, value] of Object.entries(texts)) {
    for (const field of fields) await ask('case.edit', { caseId, field, value });
    const read = async (): Promise<readonly string[]> => {
      const { fields: kept, customer } = await ask('case.get', { caseId });
      return [kept.facts!, kept.feelings!, kept.demand!, kept.care!, customer.surname, customer.phone];
    };
    const same = fields.map(() => value);
    expect(await read(), what).toEqual(same);
    await ask('case.settle', { caseId });
    expect(await read(), what).toEqual(same);
    const history = await ask('case.timeline', { caseId, before: null, limit: fields.length });
    expect(history.items.map((item) => item.kind === 'edit' && item.value)).toEqual(same);
  }
  await restart();
  const { fields: kept } = await ask('case.get', { caseId });
  expect(kept.facts).toBe(texts['long without a space']);
});

test('short texts too: hold reason, reason of a callback, phone, names', async () => {
  await ask('case.edit', { caseId, field: 'customer.phone', value: '021-12345678' });
  for (const text of [FAMILY, texts['NUL and controls']!, texts.markup!]) {
    await ask('contact.command', { contactId, command: { type: 'start-hold', reason: text } });
    await ask('contact.command', { contactId, command: { type: 'end-hold', by: 'back' } });
    await ask('callback.promise', { contactId, due: { preset: '2' }, reason: text });
    await ask('settings.change', { company: text.slice(0, 40).toWellFormed() });
    const { items } = await ask('contact.timeline', { contactId, before: null, limit: 200 });
    const reasons = items.flatMap((item) =>
      item.kind === 'event' && item.event.type === 'hold-started' ? [item.event.reason] : [],
    );
    expect(reasons).toContain(text.trim());
    const callbacks = await ask('callback.list', { status: 'open', before: null, limit: 200 });
    expect(callbacks.items.map(({ reason }) => reason)).toContain(text.trim());
  }
});

test('half of a surrogate pair is no character: it is kept as U+FFFD everywhere alike, and nothing beside it is lost', async () => {
  for (const [typed, kept] of [
    ['a\ud83db', 'a\ufffdb'],
    ['\ude00', '\ufffd'],
    ['😀\ud83d', '😀\ufffd'],
    ['\ude00\ud83d', '\ufffd\ufffd'],
  ] as const) {
    await ask('case.edit', { caseId, field: 'facts', value: typed });
    await ask('case.settle', { caseId });
    const history = await ask('case.timeline', { caseId, before: null, limit: 1 });
    expect([(await ask('case.get', { caseId })).fields.facts, history.items[0]]).toMatchObject([kept, { value: kept }]);
  }
});

test('a note of a megabyte is kept; a longer one is refused with its limit, and the text before it stays', async () => {
  const megabyte = '记'.repeat(1_048_576);
  await ask('case.edit', { caseId, field: 'facts', value: megabyte });
  expect((await ask('case.get', { caseId })).fields.facts).toBe(megabyte);
  const value = '记'.repeat(MAX_TEXT + 1);
  await ask('case.edit', { caseId, field: 'facts', value: '之前' });
  expect(await window.client.request('case.edit', { caseId, field: 'facts', value })).toEqual({
    ...{ ok: false, error: { code: 'text-too-long', facts: { limit: MAX_TEXT, length: MAX_TEXT + 1 } } },
  });
  expect((await ask('case.get', { caseId })).fields.facts).toBe('之前');
});
