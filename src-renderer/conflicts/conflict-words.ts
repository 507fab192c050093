import { useI18n } from 'vue-i18n';
import type { ConflictSide, ConflictView } from '#shared/contract/views.ts';
import type { Pack } from '#shared/domain/pack/schema.ts';
import { useFieldWords } from '../timeline/field-words.ts';
import { useFormat } from '../ui/text.ts';

interface ConflictWords {
  /** Of which field it is. */
  field: (conflict: ConflictView, pack: Pack | null) => string;
  /** A value as people read it. */
  value: (conflict: ConflictView, side: ConflictSide, pack: Pack | null) => string;
  who: (side: ConflictSide) => string;
}

/** What was at stake in a conflict, in the words of the form, of the pack and of the calendar. */
export function useConflictWords(): ConflictWords {
  const { t, te } = useI18n();
  const format = useFormat();
  const fields = useFieldWords();
  /** Fields of a callback and of a case's head have words of their own; those of the form have the pack's. */
  const known = ({ entity, field }: ConflictView): string => `conflict.field-${entity}-${field}`;
  return {
    field: (conflict, pack) => (te(known(conflict)) ? t(known(conflict)) : fields.label(conflict.field, pack)),
    value: ({ field }, { value }, pack) => {
      if (value === null || value === '') return t('conflict.empty');
      if (typeof value === 'number') return MOMENTS.has(field) ? format.full(value) : format.count(value);
      return fields.value(field, String(value), pack);
    },
    who: (side) => (side.mine ? t('conflict.me', { who: side.by }) : side.by),
  };
}

const MOMENTS: ReadonlySet<string> = new Set(['dueAt']);
