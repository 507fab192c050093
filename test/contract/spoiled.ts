import type { Method, Request } from '#shared/contract/rpc.ts';

const ID = '019cac46-1500-7426-a987-d9a20d8c219d';

/** One good payload for each method; the ids are nobody's, so that nothing can happen even if one got through. */
export const examples: { readonly [M in Method]: Request<M> } = {
  'desk.open': { window: 'desk' },
  'desk.setUp': { company: '甲', department: '乙', agentName: '丙', agentNumber: '7', sampleData: false },
  'desk.startEmpty': {},
  'desk.press': { action: 'hold' },
  'desk.break': { on: true },
  'desk.dismiss': { notice: 'none' },
  'desk.panel': { show: true },
  'settings.change': { theme: 'dark', scale: 1.5, sound: false, company: '丁' },
  'settings.setKey': { action: 'hold', binding: { system: 'Control+Alt+J', app: 'z' } },
  'settings.resetKeys': {},
  'contact.open': { channel: 'chat', direction: 'inbound', phone: '021', callbackId: null },
  'contact.focus': { contactId: ID },
  'contact.goOn': { contactId: ID },
  'contact.command': { contactId: ID, command: { type: 'classify', scenario: 'issue' } },
  'contact.timeline': { contactId: ID, before: null, limit: 10 },
  'line.use': { contactId: ID, lineId: 'greet-call', via: 'spoken', fills: { 'case.demand': '退货' } },
  'case.edit': { caseId: ID, field: 'facts', value: '说' },
  'case.settle': { caseId: ID },
  'case.classify': { caseId: ID, scenario: 'issue' },
  'case.get': { caseId: ID },
  'case.watch': { caseId: null },
  'case.list': { range: 'all', before: null, limit: 10 },
  'case.timeline': { caseId: ID, before: null, limit: 10 },
  'callback.read': { words: '明天上午十点' },
  'callback.promise': { contactId: ID, due: { preset: '2' }, reason: '等仓库' },
  'remedy.grant': { contactId: ID, remedy: 'voucher', amount: 20.5, reason: '等得太久' },
  'contact.escalate': { contactId: ID, escalation: 'up' },
  'callback.list': { status: 'open', before: null, limit: 10 },
  'callback.reschedule': { callbackId: ID, words: '明天上午十点', outcome: null },
  'callback.withdraw': { callbackId: ID },
  'callback.take': { callbackId: ID },
  'sync.enrol': { service: 'https://service.invalid', code: 'AAAA-BBBB-CCCC' },
  'sync.now': {},
  'sync.conflicts': { before: null, limit: 10 },
  'sync.settle': { conflict: 'none', as: 'left' },
  'parcel.write': {},
  'parcel.part': { id: 'none', at: 0 },
  'parcel.take': {},
  'parcel.give': { at: 0, bytes: 100, part: 'AAAA' },
  'pack.choose': {},
  'pack.give': { at: 0, bytes: 100, part: 'AAAA' },
  'pack.trust': { key: 'a'.repeat(43), name: 'x' },
  'pack.distrust': { key: 'a'.repeat(43) },
};

/** Long for any text but that of a field, which has a limit and a failure of its own. */
const BOOK = '字'.repeat(100_000);

interface Spoiled {
  readonly what: string;
  readonly payload: unknown;
}

/** What a good payload becomes when it is wrong in one place. All of it survives JSON, so that each wire carries the same. */
export function spoil(method: Method): readonly Spoiled[] {
  const good = examples[method] as Readonly<Record<string, unknown>>;
  const instead = [null, 7, 'word', true, [], [good], JSON.stringify(good)];
  return [
    ...instead.map((payload) => ({ what: `${JSON.stringify(payload).slice(0, 30)} instead of it`, payload })),
    ...['surplus', 'constructor', 'prototype', 'toString', '__proto__'].map((key) => ({
      what: `with the key ${key}`,
      payload: withKey(good, key, { polluted: true }),
    })),
    ...(method === 'settings.change' ? [] : Object.keys(good).map((key) => without(good, key))),
    ...Object.entries(good).flatMap(([key, value]) => wrongValues(value).map((wrong) => replaced(good, key, wrong))),
    ...Object.entries(good).flatMap(([key, value]) =>
      typeof value === 'object' && value !== null && key !== 'fills'
        ? [replaced(good, key, withKey(value, '__proto__', { polluted: true })), replaced(good, key, {})]
        : [],
    ),
    ...inner(method, good),
  ];
}

function wrongValues(value: unknown): readonly unknown[] {
  const wrong = [{ toString: null }, [value], typeof value === 'string' ? 7 : 'word'];
  if (typeof value === 'string') return [...wrong, null, ...(value === examples['case.edit'].value ? [] : [BOOK])];
  if (typeof value === 'number') return [...wrong, null, 1e308, -1, ...(Number.isInteger(value) ? [0.5] : [])];
  if (typeof value === 'boolean') return [...wrong, null, 0];
  // Where `null` is allowed, so may be a short text.
  return value === null ? [{ toString: null }, [value], 7, BOOK] : [...wrong, null];
}

function inner(method: Method, good: Readonly<Record<string, unknown>>): readonly Spoiled[] {
  switch (method) {
    case 'contact.command':
      return [
        { type: '__proto__' },
        { type: 'toString' },
        { type: 'open', channel: 'call', direction: 'inbound', scenario: null, callback: null },
        { type: 'time-is-up', key: 'hold-1' },
        { type: 'shift-clock', byMs: 1 },
        { type: 'promise-callback', callback: ID, dueAt: 1 },
        { type: 'start-hold', reason: BOOK },
        { type: 'classify', scenario: 'issue', surplus: 1 },
      ].map((command) => replaced(good, 'command', command));
    case 'line.use':
      return [
        replaced(good, 'fills', { 'Wang 13800138000': 5 }),
        replaced(good, 'fills', { [BOOK]: 'x' }),
        replaced(good, 'fills', { 'case.demand': BOOK }),
        replaced(good, 'overrideReason', BOOK),
        replaced(good, 'overrideReason', ' '),
      ];
    case 'callback.promise':
      return [{ preset: '2', words: '明天' }, { words: BOOK }, { preset: 2 }].map((due) => replaced(good, 'due', due));
    default:
      return [];
  }
}

function withKey(value: object, key: string, member: unknown): unknown {
  // By way of JSON: an own member called `__proto__`, as it comes from a wire.
  const text = JSON.stringify(value);
  const comma = text === '{}' ? '' : ',';
  return JSON.parse(`${text.slice(0, -1)}${comma}${JSON.stringify(key)}:${JSON.stringify(member)}}`);
}

function without(good: Readonly<Record<string, unknown>>, key: string): Spoiled {
  return { what: `without ${key}`, payload: Object.fromEntries(Object.entries(good).filter(([name]) => name !== key)) };
}

function replaced(good: Readonly<Record<string, unknown>>, key: string, value: unknown): Spoiled {
  return { what: `${key} is ${JSON.stringify(value).slice(0, 40)}`, payload: { ...good, [key]: value } };
}
