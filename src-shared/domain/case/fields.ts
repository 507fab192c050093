import { NO_CONTACT, type ContactState } from '../contact/state.ts';
import { applies, circumstances, type SurnameKnown } from '../pack/circumstances.ts';
import type { Pack, PackField } from '../pack/schema.ts';
import { NONE } from '../pack/vocabulary.ts';

/** Fields that belong to the customer, not to the matter; edited through the same door. */
export const CUSTOMER_FIELDS = [
  'customer.surname',
  'customer.title',
  'customer.phone',
  'customer.surnameDeclined',
] as const;
export type CustomerField = (typeof CUSTOMER_FIELDS)[number];

export function isCustomerField(field: string): field is CustomerField {
  return (CUSTOMER_FIELDS as readonly string[]).includes(field);
}

/** The form of a case: what its scenario asks for, then what every case has. */
export function fieldsOf(pack: Pack, scenario: string | null): readonly PackField[] {
  return [...(pack.scenarios.find(({ id }) => id === scenario)?.fields ?? []), ...pack.commonFields];
}

/** Whether the pack knows a field of this id in any scenario: what was typed before a reclassification is kept. */
export function isKnownField(pack: Pack, field: string): boolean {
  return pack.scenarios.some(({ id }) => fieldsOf(pack, id).some((candidate) => candidate.id === field));
}

/** Whether notes are taken in the field, so that one may stand below another. */
export function isLongText(pack: Pack, field: string): boolean {
  const form = [...pack.scenarios.flatMap(({ fields }) => fields), ...pack.commonFields];
  return form.some(({ id, type }) => id === field && type === 'long-text');
}

/** Stands among the missing fields while the matter has not been classified (R-STG-3). */
export const SCENARIO_FIELD = 'scenario';

/** The contact that a form is filled in for; for a case, the last one about it. */
export interface Asking {
  readonly state: ContactState;
  readonly surname: SurnameKnown;
}

const NOBODY: Asking = { state: NO_CONTACT, surname: 'unknown' };

/** Which fields are required at this moment. */
export function requiredFields(
  pack: Pack,
  scenario: string | null,
  fields: Readonly<Record<string, string>>,
  asking: Asking = NOBODY,
): ReadonlySet<string> {
  const form = fieldsOf(pack, scenario);
  // The form is that of the case, whatever the contact was classified as when it ended.
  const now = circumstances(pack, asking.state, { surname: asking.surname, standing: 'new', fields });
  const facts = { ...now, value: (fact: string) => (fact === 'scenario' ? (scenario ?? NONE) : now.value(fact)) };
  const required = form.filter(
    (field) => field.required || (field.requiredWhen !== undefined && applies(field.requiredWhen, facts)),
  );
  return new Set(required.map(({ id }) => id));
}

/** Whether it depends on the contact what the form of this scenario requires. */
export function asksOfContact(pack: Pack, scenario: string | null): boolean {
  return fieldsOf(pack, scenario).some(({ requiredWhen }) => requiredWhen !== undefined);
}

/** Required fields that are still empty, in the order of the form. They are a debt at closing, never a barrier before. */
export function missingFields(
  pack: Pack,
  scenario: string | null,
  fields: Readonly<Record<string, string>>,
  asking: Asking = NOBODY,
): readonly string[] {
  const empty = [...requiredFields(pack, scenario, fields, asking)].filter((id) => (fields[id] ?? '').trim() === '');
  return scenario === null ? [SCENARIO_FIELD, ...empty] : empty;
}

/** Whether the form should ask for the field yet (R-ANS-9). */
export function isAskedFor(pack: Pack, field: PackField, stage: string): boolean {
  const order = pack.stages.map(({ id }) => id);
  return order.indexOf(stage) >= order.indexOf(field.askFrom);
}
