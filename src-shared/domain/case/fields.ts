import type { Pack, PackField } from '../pack/schema.ts';

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

/** Stands among the missing fields while the matter has not been classified (R-STG-3). */
export const SCENARIO_FIELD = 'scenario';

/** Required fields that are still empty, in the order of the form. They are a debt at closing, never a barrier before. */
export function missingFields(
  pack: Pack,
  scenario: string | null,
  fields: Readonly<Record<string, string>>,
): readonly string[] {
  return [
    ...(scenario === null ? [SCENARIO_FIELD] : []),
    ...fieldsOf(pack, scenario)
      .filter((field) => field.required && (fields[field.id] ?? '').trim() === '')
      .map((field) => field.id),
  ];
}

/** Whether the form should ask for the field yet (R-ANS-9). */
export function isAskedFor(pack: Pack, field: PackField, stage: string): boolean {
  const order = pack.stages.map(({ id }) => id);
  return order.indexOf(stage) >= order.indexOf(field.askFrom);
}
