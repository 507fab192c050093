import { computed, type ComputedRef } from 'vue';
import type { ContactView } from '#shared/contract/views.ts';
import { useDrafts } from '../store/drafts.ts';

/** The form of a contact as it stands on the screen, with what is being typed. */
export function useTypedFields(contact: () => ContactView): ComputedRef<Readonly<Record<string, string>>> {
  const drafts = useDrafts();
  return computed(() => {
    const matter = contact().case;
    return matter === null ? {} : { ...matter.fields, ...drafts.unsentOf(matter.id) };
  });
}
