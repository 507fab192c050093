import { useI18n } from 'vue-i18n';
import type { Pack } from '#shared/domain/pack/schema.ts';

/** What a slot is called for people. */
export function useSlotName(): (pack: Pack | null, slot: string) => string {
  const { t, te } = useI18n();
  return (pack, slot) => {
    if (slot.startsWith('case.') && slot !== 'case.number') {
      const id = slot.slice('case.'.length);
      const fields = [...(pack?.commonFields ?? []), ...(pack?.scenarios.flatMap((scenario) => scenario.fields) ?? [])];
      return fields.find((field) => field.id === id)?.label ?? t('slot.other');
    }
    const key = `slot.${slot.replaceAll('.', '-')}`;
    return te(key) ? t(key) : t('slot.other');
  };
}
