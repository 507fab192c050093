import { useI18n } from 'vue-i18n';
import type { Failure } from '#shared/contract/failure.ts';
import { tellFault } from '#shared/domain/pack/fault-text.ts';
import faultsInEnglish from '../../resources/locales/faults/en.json';
import faultsInChinese from '../../resources/locales/faults/zh-CN.json';
import { useFailureText } from '../ui/text.ts';

/** Why a script pack was not taken, in words; of faults the first one. */
export function useRefusedPack(): (failure: Failure) => { readonly what: string; readonly next: string } {
  const { t, te, locale } = useI18n();
  const explain = useFailureText();
  return (failure) => {
    const { facts = {} } = failure;
    const reason = String(facts.reason ?? '');
    if (failure.code !== 'pack-refused' || !te(`pack-file.reason.${reason}.what`)) return explain(failure);
    const texts = locale.value === 'en' ? faultsInEnglish : faultsInChinese;
    const fault = tellFault(texts, { path: String(facts.place ?? ''), code: String(facts.fault ?? ''), facts });
    const count = Number(facts.count ?? 0);
    return {
      what: t(`pack-file.reason.${reason}.what`, { ...facts, fault }, count),
      next: t(`pack-file.reason.${reason}.next`),
    };
  };
}
