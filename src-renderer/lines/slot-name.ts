import { useI18n } from 'vue-i18n';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { fieldOfSlot } from './case-slot.ts';

/** What a slot is called for people. */
export function useSlotName(): (pack: Pack | null, slot: string) => string {
  const { t, te } = useI18n();
  return (pack, slot) => {
    const field = fieldOfSlot(pack, slot);
    if (field !== null) return field.label;
    const before = fieldOfSlot(pack, slot.replace(/^previous\./, 'case.'));
    if (before !== null) return t('slot.previous', { field: before.label });
    const key = `slot.${slot.replaceAll('.', '-')}`;
    return te(key) ? t(key) : t('slot.other');
  };
}
