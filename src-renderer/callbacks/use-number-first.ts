import { computed, ref, watch, type ComputedRef, type Ref } from 'vue';
import type { ContactView } from '#shared/contract/views.ts';
import { numberToCall } from '#shared/domain/case/number-to-call.ts';
import { useDesk } from '../store/desk.ts';
import { useDrafts } from '../store/drafts.ts';

interface NumberFirst {
  /** The answer can go into the chat: no number is needed. */
  readonly inChat: ComputedRef<boolean>;
  /** Nobody could be called yet; what is typed counts at once. */
  readonly lacking: ComputedRef<boolean>;
  /** A promise waits for the number. */
  readonly asked: Ref<boolean>;
  /** What was typed of the number, and all else of the case, is on disk. */
  saved: () => Promise<boolean>;
}

/** R-CB-2: no callback is promised before it is known where to call. */
export function useNumberFirst(contact: () => ContactView): NumberFirst {
  const desk = useDesk();
  const drafts = useDrafts();
  const inChat = computed(() => {
    const { state } = contact();
    return state.phase !== 'none' && state.head.channel === 'chat';
  });
  const lacking = computed(() => {
    const { case: matter } = contact();
    const pack = desk.packOf(contact());
    if (inChat.value || matter === null || pack === null) return false;
    const fields = { ...matter.fields, ...drafts.unsentOf(matter.id) };
    const phone = drafts.unsent(matter.id, 'customer.phone') ?? matter.customer.phone;
    return numberToCall(pack, { ...matter, fields, customer: { phone } }) === '';
  });
  const asked = ref(false);
  watch(lacking, (lacks) => {
    if (!lacks) asked.value = false;
  });

  function saved(): Promise<boolean> {
    const { case: matter } = contact();
    return matter === null ? Promise.resolve(true) : drafts.whenSaved(matter.id);
  }

  return { inChat, lacking, asked, saved };
}
