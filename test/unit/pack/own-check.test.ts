import { expect, test } from 'vitest';
import { ownCheckOf } from '#shared/domain/pack/own-check.ts';
import { contactAfter, defaultPack, inbound, matter } from './desk.ts';

const criteria = [
  { id: 'greeted', name: '问候', points: 5, check: 'said(greet-call)' },
  { id: 'holds', name: '等待没有超时', points: 6, check: 'holdsOverLimit == 0', when: 'holds > 0' },
  { id: 'demand', name: '记下诉求', points: 5, check: 'filled(case.demand)', when: 'scenario == complaint' },
  { id: 'tone', name: '语气', points: 4 },
];
const pack = { ...defaultPack(), quality: { criteria, measures: [] } };
const told = (commands: Parameters<typeof contactAfter>[1], fields: Readonly<Record<string, string>> = {}) =>
  ownCheckOf(pack, contactAfter(pack, commands), matter({ fields })).map(({ criterion, isMet }) => [
    criterion.id,
    isMet,
  ]);

test('R-QA-1: a criterion is met when the log or the form says so', () => {
  const greeted = { type: 'use-line', line: 'greet-call', via: 'spoken' } as const;
  expect(told(inbound('complaint'))).toEqual([
    ['greeted', false],
    ['demand', false],
  ]);
  expect(told([...inbound('complaint'), greeted], { demand: '退款' })).toEqual([
    ['greeted', true],
    ['demand', true],
  ]);
});

test('what only a supervisor can judge is not among them, nor what does not belong to this contact', () => {
  expect(told(inbound('consult'))).toEqual([['greeted', false]]);
  const held = [...inbound('consult'), { type: 'start-hold', reason: null }, { type: 'end-hold', by: 'back' }] as const;
  expect(told(held)).toContainEqual(['holds', true]);
});

test('without a contact or without a score sheet there is nothing to check', () => {
  expect(ownCheckOf(pack, { phase: 'none' }, matter())).toEqual([]);
  expect(told([{ type: 'open', channel: 'call', direction: 'inbound', scenario: null, callback: null }])).toEqual([]);
  const { quality: _quality, ...bare } = defaultPack();
  expect(ownCheckOf(bare, contactAfter(bare, inbound('issue')), matter())).toEqual([]);
});
