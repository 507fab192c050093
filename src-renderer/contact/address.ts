import type { CustomerView } from '#shared/contract/views.ts';
import { addressOf as addressInPack } from '#shared/domain/pack/facts.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';

/** How the customer is addressed, in the pack's way; empty while nothing is known. */
export function addressOf(pack: Pack, who: Pick<CustomerView, 'surname' | 'title'>): string {
  return addressInPack(pack, who) ?? who.surname;
}

/** Enough to recognise a number, not enough to copy it down (R-PRV-1). */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  if (digits.length < 7) return phone === '' ? '' : '*'.repeat(Math.max(3, phone.length - 2)) + phone.slice(-2);
  return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
}
