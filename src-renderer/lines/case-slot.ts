import type { Pack, PackField } from '#shared/domain/pack/schema.ts';

const PREFIX = 'case.';

/** The field of the case that a slot stands for, or `null` for every other slot. */
export function fieldOfSlot(pack: Pack | null, slot: string): PackField | null {
  if (pack === null || !slot.startsWith(PREFIX)) return null;
  const id = slot.slice(PREFIX.length);
  const fields = [...pack.commonFields, ...pack.scenarios.flatMap((scenario) => scenario.fields)];
  return fields.find((field) => field.id === id) ?? null;
}
