import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ContactView, EarlierView } from '#shared/contract/views.ts';
import { isOpen } from '#shared/domain/contact/state.ts';
import { useDesk } from '../store/desk.ts';
import { useTimelineWords } from '../timeline/timeline-words.ts';
import { useFormat } from '../ui/text.ts';

interface Earlier {
  readonly earlier: ComputedRef<EarlierView | null>;
  /** The contact is about that case already. */
  readonly goesOn: ComputedRef<boolean>;
  readonly when: ComputedRef<string>;
  readonly about: ComputedRef<string>;
  /** What was done last in that case. */
  readonly last: ComputedRef<string>;
}

/** R-ANS-6, R-ANS-7: why the customer of an open contact was here the last time, in words. */
export function useEarlier(contact: () => ContactView): Earlier {
  const { t } = useI18n();
  const desk = useDesk();
  const format = useFormat();
  const words = useTimelineWords();

  const earlier = computed(() => (isOpen(contact().state) ? contact().earlier : null));
  const pack = computed(() => (earlier.value === null ? null : desk.packFor(earlier.value.case.packHash)));
  return {
    earlier,
    goesOn: computed(() => earlier.value !== null && earlier.value.case.id === contact().case?.id),
    when: computed(() => {
      if (earlier.value === null) return '';
      return t(`earlier.${earlier.value.standing}`, { time: format.short(earlier.value.at) });
    }),
    about: computed(() => {
      const id = earlier.value?.case.scenario;
      return pack.value?.scenarios.find((scenario) => scenario.id === id)?.name ?? t('case.unclassified');
    }),
    last: computed(() => (earlier.value?.last ? words(earlier.value.last, pack.value) : '')),
  };
}
