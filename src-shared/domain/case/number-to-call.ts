import type { Pack } from '../pack/schema.ts';
import { fieldsOf } from './fields.ts';
import { isDialable } from './phone.ts';

interface Matter {
  readonly scenario: string | null;
  readonly fields: Readonly<Record<string, string>>;
  readonly customer: { readonly phone: string };
}

/** R-CB-2: where the customer can be called, by his own number or by another that the form has; empty when nowhere. */
export function numberToCall(pack: Pack, { scenario, fields, customer }: Matter): string {
  const others = fieldsOf(pack, scenario).flatMap(({ id, type }) => (type === 'phone' ? (fields[id] ?? []) : []));
  return [customer.phone, ...others].find(isDialable) ?? '';
}
