import { describe, expect, test } from 'vitest';
import { addressOf, slotFacts, surnameKnown, type Known } from '#shared/domain/pack/facts.ts';
import { contactAfter, defaultPack, inbound, outbound } from '../pack/desk.ts';

const pack = defaultPack();
const [title] = pack.address.titles;
/** 2026-03-02 10:00 in Shanghai. */
const NOW = Date.UTC(2026, 2, 2, 2);
const customer = { surname: '王', surnameDeclined: false, title: title!.id, phone: '13800000000' };

function known(some: Partial<Known> = {}): Known {
  return {
    ...{ pack, state: contactAfter(pack, inbound()), customer: null, case: null, earlier: null },
    ...{ now: NOW, timeZone: 'Asia/Shanghai' },
    company: { company: '云雀数码', department: '客户服务部' },
    agent: { agentName: '周宁', agentNumber: '1027' },
    ...some,
  };
}

describe('the facts that slots are filled from', () => {
  test('of a contact of which nothing is known, only the desk speaks of itself', () => {
    const filled = Object.fromEntries(Object.entries(slotFacts(known())).filter(([, value]) => value !== undefined));
    expect(filled).toEqual({
      'company.name': '云雀数码',
      'company.department': '客户服务部',
      'agent.name': '周宁',
      'agent.number': '1027',
      'hold.limit': '1分钟',
    });
  });

  test('R-ANS-4: the title by its name, with and without a surname', () => {
    expect(slotFacts(known({ customer }))).toMatchObject({ 'customer.title': title!.name });
    expect(slotFacts(known({ customer: { ...customer, title: '' } }))['customer.title']).toBeUndefined();
  });

  test('R-HOLD-1: the reason of a hold, only while it lasts', () => {
    const held = contactAfter(pack, [...inbound(), { type: 'start-hold', reason: '查订单记录' }]);
    expect(slotFacts(known({ state: held }))['hold.reason']).toBe('查订单记录');
    const back = contactAfter(pack, [
      ...inbound(),
      { type: 'start-hold', reason: '查' },
      { type: 'end-hold', by: 'back' },
    ]);
    expect(slotFacts(known({ state: back }))['hold.reason']).toBeUndefined();
    expect(slotFacts(known({ state: back }))['hold.lastReason']).toBe('查');
  });

  test('R-HOLD-2: a limit that is not in whole minutes is said in seconds', () => {
    const shorter = { ...pack, hold: { ...pack.hold, limitMs: 90_000 } };
    expect(slotFacts(known({ pack: shorter }))['hold.limit']).toBe('90秒钟');
  });

  test('R-SIT-8: the department that was agreed on, with its number', () => {
    const department = pack.departments[0]!;
    const state = contactAfter(pack, [...inbound(), { type: 'arrange-transfer', department: department.id }]);
    expect(slotFacts(known({ state }))).toMatchObject({ 'contact.department': department.name });
    expect(slotFacts(known({ state }))['contact.departmentNumber']).toBe(department.number);
  });

  test('R-CB-2: the last promise, as it is said', () => {
    const promise = (callback: string, hours: number) =>
      ({ type: 'promise-callback', callback, dueAt: NOW + hours * 3_600_000 }) as const;
    const state = contactAfter(pack, [...inbound(), promise('a', 2), promise('b', 24)]);
    expect(slotFacts(known({ state }))['callback.due']).toBe('明天上午10:00');
  });

  test('a note loses its line breaks and its full stop in the middle of a sentence, and nothing else', () => {
    const fields = { facts: ' 不制冷，\n\n 已两天。 ', model: 'A.1', empty: '' };
    const facts = slotFacts(known({ case: { number: '00-1', fields } }));
    expect([facts['case.facts'], facts['case.model'], facts['case.empty'], facts['case.number']]).toEqual([
      ...['不制冷， 已两天', 'A.1', '', '00-1'],
    ]);
  });

  test('R-OUT-1: an outbound contact has the customer it calls', () => {
    const facts = slotFacts(known({ state: contactAfter(pack, outbound()), customer }));
    expect([facts['customer.surname'], facts['customer.phone'], facts['customer.address']]).toEqual([
      ...['王', '13800000000', `王${title!.name}`],
    ]);
  });
});

describe('how a customer is addressed', () => {
  test.each([
    ['R-ANS-4: with surname and title', { surname: '王', title: title!.id }, `王${title!.name}`],
    [
      'R-ANS-4: by the title alone',
      { surname: '', title: title!.id },
      pack.address.titleOnly.replace('{title}', title!.name),
    ],
    ['not at all without a title', { surname: '王', title: '' }, undefined],
    ['not by a title that the pack does not have', { surname: '王', title: 'lord' }, undefined],
  ])('%s', (_, some, expected) => {
    expect(addressOf(pack, some)).toBe(expected);
  });

  test.each([
    [null, 'unknown'],
    [customer, 'known'],
    [{ ...customer, surname: '' }, 'unknown'],
    [{ ...customer, surname: '', surnameDeclined: true }, 'declined'],
    [{ ...customer, surnameDeclined: true }, 'known'],
  ] as const)('R-ANS-4: of %j the surname is %s', (who, expected) => {
    expect(surnameKnown(who)).toBe(expected);
  });
});
