import type { ContactView } from '#shared/contract/views.ts';
import type { Matter } from '#shared/domain/pack/circumstances.ts';
import { surnameKnown } from '#shared/domain/pack/facts.ts';

/** What a contact is about, for the conditions of its pack. */
export function matterOf(contact: ContactView, fields: Readonly<Record<string, string>>): Matter {
  return {
    surname: surnameKnown(contact.case?.customer ?? null),
    standing: contact.earlier?.standing ?? 'new',
    fields,
  };
}
