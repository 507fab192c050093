import { expect, test } from 'vitest';
import { numberToCall } from '#shared/domain/case/number-to-call.ts';
import { zhPack } from '#kit/desk.ts';

const { pack } = zhPack();
const field = pack.commonFields.find(({ type }) => type === 'phone')!.id;

test.each([
  ['13800000001', '13900000001', '13800000001'],
  ['', '13900000001', '13900000001'],
  ['不肯说', '13900000001', '13900000001'],
  ['', '', ''],
  ['wx_lin88', '', ''],
])('a customer with %j, and %j in the form, is called at %j', (phone, other, number) => {
  expect(numberToCall(pack, { scenario: null, fields: { [field]: other }, customer: { phone } })).toBe(number);
});

test('digits in a field that is no number are none', () => {
  expect(numberToCall(pack, { scenario: 'issue', fields: { order: '2026112400012' }, customer: { phone: '' } })).toBe(
    '',
  );
});
