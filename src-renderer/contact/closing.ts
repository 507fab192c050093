import { computed, ref, watch, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { ContactView } from '#shared/contract/views.ts';
import { fieldsOf, missingFields, SCENARIO_FIELD } from '#shared/domain/case/fields.ts';
import { surnameKnown } from '#shared/domain/pack/facts.ts';
import type { PackField } from '#shared/domain/pack/schema.ts';
import { holdKeysFor } from '../keys/waiting.ts';
import { useRun } from '../store/run.ts';
import { useDesk } from '../store/desk.ts';
import { useDrafts } from '../store/drafts.ts';
import { useShell } from '../store/shell.ts';
import { useToasts } from '../store/toasts.ts';
import { addressOf } from './address.ts';

interface Closing {
  /** Required and still open, by field id; the scenario is one of them. */
  readonly missing: ComputedRef<readonly string[]>;
  /** What was missing when the sheet opened stays in it, so that no field vanishes under the typing. */
  readonly askedFields: ComputedRef<readonly PackField[]>;
  readonly asksScenario: ComputedRef<boolean>;
  close: (leaveToBeCompleted: boolean) => Promise<void>;
}

/** The last step of a contact: what it still needs, and the close itself, which can be taken back. */
export function useClosing(contact: () => ContactView, open: () => boolean): Closing {
  const { t } = useI18n();
  const desk = useDesk();
  const drafts = useDrafts();
  const shell = useShell();
  const toasts = useToasts();
  const run = useRun();

  const pack = computed(() => desk.packOf(contact()));
  const scenario = computed(() => {
    const { state } = contact();
    return state.phase === 'none' ? null : state.head.scenario;
  });
  const missing = computed(() => {
    const matter = contact().case;
    if (pack.value === null || matter === null) return [];
    const fields = { ...matter.fields, ...drafts.unsentOf(matter.id) };
    const asking = { state: contact().state, surname: surnameKnown(matter.customer) };
    return missingFields(pack.value, scenario.value, fields, asking);
  });
  const asked = ref<readonly string[]>([]);
  const askedFields = computed(() =>
    pack.value === null ? [] : fieldsOf(pack.value, scenario.value).filter(({ id }) => asked.value.includes(id)),
  );

  watch(
    [open, missing],
    ([isOpen, now]) => {
      asked.value = isOpen ? [...new Set([...asked.value, ...now])] : [];
    },
    { immediate: true },
  );

  /** The sheet is gone at once, so that the next key is heard; it comes back when the close did not come about. */
  async function close(leaveToBeCompleted: boolean): Promise<void> {
    const { id, state, case: matter } = contact();
    if (state.phase !== 'wrap-up' || (!leaveToBeCompleted && missing.value.length > 0)) return;
    const who = pack.value !== null && matter !== null ? addressOf(pack.value, matter.customer) : '';
    const saved = matter === null ? Promise.resolve(true) : drafts.whenSaved(matter.id);
    const work = saved.then((safe) => safe && run.command(id, { type: 'close', leaveToBeCompleted }));
    shell.overlay = null;
    holdKeysFor(work);
    if (!(await work)) {
      if (desk.focused?.id === id) shell.reopen('done');
      return;
    }
    toasts.add({
      text: t(leaveToBeCompleted ? 'done.left' : 'done.closed', { who: who || t('customer.unnamed') }),
      more: leaveToBeCompleted ? t('done.left-more') : '',
      stays: pack.value?.undoCloseMs ?? 0,
      undo: () => void run.command(id, { type: 'undo-close' }),
    });
  }

  return { missing, askedFields, asksScenario: computed(() => asked.value.includes(SCENARIO_FIELD)), close };
}
