import { useI18n } from 'vue-i18n';
import type { Pack } from '#shared/domain/pack/schema.ts';

interface FieldWords {
  label: (field: string, pack: Pack | null) => string;
  /** A stored value as people read it; a choice of the pack has a name. */
  value: (field: string, stored: string, pack: Pack | null) => string;
}

/** Fields of a case and its customer by the names that the form gives them. */
export function useFieldWords(): FieldWords {
  const { t, te } = useI18n();
  return {
    label: (field, pack) => {
      const own = [...(pack?.commonFields ?? []), ...(pack?.scenarios.flatMap((scenario) => scenario.fields) ?? [])];
      const key = `field.${field.replace('.', '-')}`;
      return own.find(({ id }) => id === field)?.label ?? (te(key) ? t(key) : field);
    },
    value: (field, stored, pack) => {
      const named = NAMED[field]?.(pack)?.find(({ id }) => id === stored)?.name;
      return named ?? (te(`value.${field}.${stored}`) ? t(`value.${field}.${stored}`) : stored);
    },
  };
}

type Named = readonly { readonly id: string; readonly name: string }[];

const NAMED: Readonly<Record<string, (pack: Pack | null) => Named | undefined>> = {
  'customer.title': (pack) => pack?.address.titles,
  scenario: (pack) => pack?.scenarios,
};
