import { useI18n } from 'vue-i18n';
import { useFormat } from '../ui/text.ts';
import type { ShownRemedy } from './use-remedies.ts';

/** How much may be given in the whole matter, beside what this contact gave; what other contacts gave the core adds. */
export function useLimitWords(): (remedy: ShownRemedy, limit: number) => string {
  const { t } = useI18n();
  const format = useFormat();
  return ({ kind, granted }, limit) =>
    t(granted > 0 ? 'remedy.up-to-given' : 'remedy.up-to', {
      amount: format.count(limit),
      granted: format.count(granted),
      unit: kind.unit,
    });
}
