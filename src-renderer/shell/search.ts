import { computed, ref, type ComputedRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import type { CaseId } from '#shared/base/ids.ts';
import type { CaseView } from '#shared/contract/views.ts';
import { phoneKey } from '#shared/domain/case/phone.ts';
import { addressOf } from '../contact/address.ts';
import { everyLine } from '../scripts/every-line.ts';
import { useDesk } from '../store/desk.ts';

export type Hit =
  | { readonly kind: 'line'; readonly key: string; readonly id: string; readonly title: string; readonly more: string }
  | {
      readonly kind: 'case';
      readonly key: string;
      readonly caseId: CaseId;
      readonly title: string;
      readonly more: string;
    };

const SHOWN = 9;
const CASES = 200;

/** Finds lines of the active pack by their words and the newest cases by number, name, phone and what their fields say. */
export function useSearch(words: Ref<string>): { hits: ComputedRef<readonly Hit[]>; load: () => Promise<void> } {
  const desk = useDesk();
  const { t } = useI18n();
  const cases = ref<readonly CaseView[]>([]);
  let loadedFor = -1;

  async function load(): Promise<void> {
    const version = desk.state?.listsVersion ?? 0;
    if (version === loadedFor) return;
    loadedFor = version;
    const answer = await desk.request('case.list', { range: 'all', before: null, limit: CASES });
    if (answer.ok) cases.value = answer.value.items;
    else loadedFor = -1;
  }

  const hits = computed(() => {
    const wanted = words.value.trim().toLowerCase();
    const pack = desk.activePack;
    if (wanted === '' || pack === null) return [];
    const lines = everyLine(pack)
      .filter(({ line }) => line.text.toLowerCase().includes(wanted))
      .map(({ line, place }): Hit => ({
        kind: 'line',
        key: `line-${line.id}`,
        id: line.id,
        title: line.text.replace(/\{[^}]*\}/g, '…'),
        more: place,
      }));
    const called = phoneKey(wanted);
    const found = cases.value.filter(
      ({ number, customer, fields, packHash }) =>
        (called !== '' && phoneKey(customer.phone).includes(called)) ||
        [number, customer.surname, customer.phone, ...Object.values(fields)].some((text) =>
          text.toLowerCase().includes(wanted),
        ) ||
        addressOf(desk.packFor(packHash) ?? pack, customer).includes(wanted),
    );
    const caseHits = found.map((view): Hit => ({
      kind: 'case',
      key: `case-${view.id}`,
      caseId: view.id,
      title: `${addressOf(desk.packFor(view.packHash) ?? pack, view.customer) || t('customer.unnamed')} ${view.number}`,
      more: t(`status.${view.status}`),
    }));
    return [...caseHits.slice(0, SHOWN - Math.min(4, lines.length)), ...lines].slice(0, SHOWN);
  });

  return { hits, load };
}
