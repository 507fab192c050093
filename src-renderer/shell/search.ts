import { computed, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { CaseId } from '#shared/base/ids.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { CaseView } from '#shared/contract/views.ts';
import { phoneKey } from '#shared/domain/case/phone.ts';
import { addressOf } from '../contact/address.ts';
import { everyLine, findLines, foundWording } from '../scripts/every-line.ts';
import { useDesk } from '../store/desk.ts';
import { TextIndex } from '../ui/text-index.ts';

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

/**
 * Finds lines of the active pack by their words and tags, and the newest cases by number, name, phone and what their fields say; by
 * pinyin too, all of it or the first letters. A case that only speaks of it stands below the lines: they are what is said next.
 */
export function useSearch(words: Ref<string>): {
  hits: ComputedRef<readonly Hit[]>;
  /** Why only lines are searched, if that is so. */
  failure: ShallowRef<Failure | null>;
  load: () => Promise<void>;
} {
  const desk = useDesk();
  const { t } = useI18n();
  const cases = shallowRef<readonly CaseView[]>([]);
  const failure = shallowRef<Failure | null>(null);
  let loadedFor = -1;

  async function load(): Promise<void> {
    // Made while the first key is still on its way.
    findLines(placed.value.lines, '', 0);
    const version = desk.state?.listsVersion ?? 0;
    if (version === loadedFor) return;
    loadedFor = version;
    const answer = await desk.request('case.list', { range: 'all', before: null, limit: CASES });
    failure.value = answer.ok ? null : answer.error;
    cases.value = answer.ok ? answer.value.items : [];
    if (!answer.ok) loadedFor = -1;
  }

  /** Made once for each pack, not with each key. */
  const placed = computed(() => {
    const all =
      desk.activePack === null
        ? []
        : everyLine(desk.activePack, { soothing: t('scripts.soothing'), remedies: t('remedy.title') });
    return { lines: all.map(({ line }) => line), places: new Map(all.map(({ line, place }) => [line.id, place])) };
  });

  const addressed = (view: CaseView): string => {
    const pack = desk.packFor(view.packHash) ?? desk.activePack;
    return pack === null ? '' : addressOf(pack, view.customer);
  };
  const byName = computed(
    () =>
      new TextIndex(
        cases.value.map((view) => ({
          read: [view.number, view.customer.surname, view.customer.phone, addressed(view)],
        })),
      ),
  );
  const byFields = computed(() => new TextIndex(cases.value.map(({ fields }) => ({ read: Object.values(fields) }))));

  const hits = computed(() => {
    const wanted = words.value.trim().toLowerCase();
    const pack = desk.activePack;
    if (wanted === '' || pack === null) return [];
    const lines = findLines(placed.value.lines, wanted, SHOWN).map((line): Hit => ({
      kind: 'line',
      key: `line-${line.id}`,
      id: line.id,
      title: foundWording(line, wanted).replace(/\{[^}]*\}/g, '…'),
      more: placed.value.places.get(line.id) ?? '',
    }));
    const called = phoneKey(wanted);
    const named = new Set(byName.value.find(wanted, cases.value.length));
    const said = new Set(byFields.value.find(wanted, cases.value.length));
    const isNamed = ({ customer }: CaseView, place: number): boolean =>
      named.has(place) || (called !== '' && phoneKey(customer.phone).includes(called));
    const first = cases.value.filter(isNamed).slice(0, SHOWN - Math.min(4, lines.length));
    const last = cases.value.filter((view, place) => said.has(place) && !isNamed(view, place));
    const room = SHOWN - first.length - Math.min(3, last.length);
    return [...first.map(caseHit), ...lines.slice(0, room), ...last.map(caseHit)].slice(0, SHOWN);
  });

  function caseHit(view: CaseView): Hit {
    return {
      kind: 'case',
      key: `case-${view.id}`,
      caseId: view.id,
      title: `${addressed(view) || t('customer.unnamed')} ${view.number}`,
      more: t(`status.${view.status}`),
    };
  }

  return { hits, failure, load };
}
